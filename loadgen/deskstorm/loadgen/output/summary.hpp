#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/result.hpp>

namespace deskstorm::loadgen {

enum class colours : std::uint8_t { off, on };

namespace detail {

/// The summary of a run for people, 80 columns wide.
class summary_text {
public:
  summary_text(const run_result& r, colours coloured) : r_(&r), coloured_(coloured) {}

  std::string make() {
    head();
    saturation();
    requests_table();
    queues_table();
    servers();
    leaders();
    intervals();
    verdicts();
    return std::move(text_);
  }

private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  std::string painted(std::string_view text, std::string_view colour) const {
    return coloured_ == colours::on ? fmt::format("\033[{}m{}\033[0m", colour, text)
                                    : std::string{text};
  }

  void head() {
    const auto& f = r_->facts;
    const auto runs = static_cast<duration::rep>(std::max<std::size_t>(r_->replications.size(), 1));
    const auto simulated = f.simulated * runs;
    const double wall = std::max(r_->wall_s, 1e-9);
    line("{}  seed {}{}", painted(fitted(r_->scenario, 50), "1"), r_->seed,
         f.interrupted ? painted("  INTERRUPTED", "31") : "");
    if (r_->replications.size() > 1)
      line("{} replications, counts are sums over all", r_->replications.size());
    line("{} simulated in {} of wall time ({:.0f} times as fast), {} messages/s",
         clock_text(simulated), human_time(r_->wall_s), in_seconds(simulated) / wall,
         human_count(static_cast<std::uint64_t>(static_cast<double>(f.messages) / wall)));
    line("{} agents, {} tabs, {} frames, {} interactions; {} messages",
         human_count(f.entities.agents), human_count(f.entities.tabs),
         human_count(f.entities.frames), human_count(f.entities.interactions),
         human_count(f.messages));
    line("digest {}", digest_text(f.digest));
  }

  // Before any percentile, as it says whether there are any to believe.
  void saturation() {
    const std::string_view what = r_->piles_up;
    if (what.empty())
      return line("steady: nothing piles up from quarter to quarter");
    line("{}", r_->stationary
                 ? "while the load changes by its stages"
                 : painted("NOT STATIONARY", "31") + ", so that percentiles mean little:");
    const auto figures = what.find(':') + 1;
    line("  {}\n {}", what.substr(0, figures), what.substr(figures));
  }

  void request_line(std::string_view name, const request_tally& t) {
    using actors::request_end;
    line("{:<22}{:>7}{:>7}{:>7}{:>8}{:>8}{:>7}{:>7}{:>7}", fitted(name, 22), human_count(t.sent),
         human_count(t.ended(request_end::ok)), human_count(t.ended(request_end::failed)),
         human_count(t.ended(request_end::rate_limited)),
         human_count(t.ended(request_end::timed_out)), latency(t, 0.5), latency(t, 0.95),
         latency(t, 0.99));
  }

  static std::string latency(const request_tally& t, double share) {
    return human_time(in_seconds(t.latency.percentile(share)));
  }

  void requests_table() {
    const auto total = r_->seen.total();
    if (total.sent == 0)
      return;
    line("\n{:<22}{:>7}{:>7}{:>7}{:>8}{:>8}{:>7}{:>7}{:>7}", "requests", "sent", "ok", "failed",
         "limited", "timeout", "p50", "p95", "p99");
    for (const auto& row : requests)
      if (const auto tally = r_->seen.of(row.kind); tally.sent > 0)
        request_line(row.name, tally);
    request_line("total", total);
    using actors::request_loss;
    const auto in_all = {total.unfinished(), total.lost(request_loss::ignored),
                         total.lost(request_loss::refused), total.lost(request_loss::late),
                         total.lost(request_loss::lost)};
    if (std::ranges::any_of(in_all, [](auto count) { return count > 0; }))
      line("{} unfinished; by the service: {} ignored, {} refused, {} late, {} lost",
           human_count(total.unfinished()), human_count(total.lost(request_loss::ignored)),
           human_count(total.lost(request_loss::refused)),
           human_count(total.lost(request_loss::late)),
           human_count(total.lost(request_loss::lost)));
  }

  void queues_table() {
    if (r_->subjects.queues.empty())
      return;
    line("\n{:<20}{:>8}{:>9}{:>10}{:>10}{:>8}{:>8}{:>7}", "queues", "offered", "answered",
         "abandoned", "had wait", "wait", "p95", "busy");
    for (std::size_t i = 0; i < r_->subjects.queues.size(); ++i) {
      const auto& q = r_->seen.queues[i];
      line("{:<20}{:>8}{:>9}{:>10}{:>10}{:>8}{:>8}{:>6.0f}%", fitted(r_->subjects.queues[i], 20),
           human_count(q.offered), human_count(q.answered), human_count(q.abandoned),
           human_percent(q.waited_ratio()), human_time(q.waits.mean_ns() / 1e9),
           human_time(in_seconds(q.waits.percentile(0.95))), q.occupancy() * 100);
    }
  }

  void servers() {
    const auto& s = r_->seen;
    line("\nbackend   {} busy, {} served, at most {} waiting, wait {} mean, {} p99",
         human_percent(s.backend.utilization()), human_count(s.backend.served),
         human_count(s.backend_queued_max), human_time(s.backend.waits.mean_ns() / 1e9),
         human_time(in_seconds(s.backend.waits.percentile(0.99))));
    line("tabs      {} busy, the busiest {}, wait {} mean, {} p99",
         human_percent(s.tabs.utilization()), human_percent(s.tab_utilization_max),
         human_time(s.tabs.waits.mean_ns() / 1e9),
         human_time(in_seconds(s.tabs.waits.percentile(0.99))));
  }

  void leaders() {
    const auto& e = r_->seen.election;
    line("election  {} elections, {} leaderless, {} overlap, takeover {} p50, {} p99",
         human_count(e.elections), human_time(e.leaderless_s), human_time(e.overlap_s),
         human_time(in_seconds(e.takeovers.percentile(0.5))),
         human_time(in_seconds(e.takeovers.percentile(0.99))));
    if (e.duties_done + e.duties_lost > 0)
      line("duties    {} done, {} twice, {} lost", human_count(e.duties_done),
           human_count(e.duties_twice), human_count(e.duties_lost));
  }

  // Of the figures that most people ask for; all are in the result file.
  void intervals() {
    static constexpr std::array<std::string_view, 8> asked{"requests.total.latency_ms.mean",
                                                           "requests.total.latency_ms.p99",
                                                           "requests.total.rate_per_s",
                                                           "requests.total.failed_ratio",
                                                           "backend.utilization",
                                                           "backend.wait_ms.mean",
                                                           "waited_ratio",
                                                           "wait_s.mean"};
    if (r_->intervals.empty())
      return;
    line("\n{:<46}{:>14}{:>18}", "metric over replications", "mean",
         fmt::format("+- at {:g} %", r_->intervals.front().second.confidence * 100));
    for (const auto& row : r_->intervals) {
      const std::string_view name = row.first;
      if (std::ranges::any_of(asked, [=](auto end) { return name.ends_with(end); }))
        line("{:<46}{:>14.6g}{:>18.3g}", fitted(name, 46), row.second.mean, row.second.half_width);
    }
  }

  void verdicts() {
    if (r_->verdicts.empty())
      return;
    line("\nthresholds");
    for (const auto& v : r_->verdicts) {
      line("  {}  {:<56}{:>16.6g}", v.passed ? painted("pass", "32") : painted("FAIL", "31"),
           fitted(v.expression, 56), v.value);
      if (!v.note.empty())
        line("        {}: {}", v.passed ? "which says nothing" : "which cannot hold", v.note);
    }
    const auto failed = std::ranges::count(r_->verdicts, false, &verdict::passed);
    line("{}", failed == 0
                 ? painted(fmt::format("all {} held", r_->verdicts.size()), "32")
                 : painted(fmt::format("{} of {} failed", failed, r_->verdicts.size()), "31"));
  }

  const run_result* r_;
  colours coloured_;
  std::string text_;
};

} // namespace detail

/// Returns the summary that `deskstorm run` prints: no line is longer than 80 columns.
inline std::string summary_of(const run_result& r, colours coloured) {
  return detail::summary_text{r, coloured}.make();
}

} // namespace deskstorm::loadgen
