// Any bytes are read as a scenario. A zero byte ends the scenario; what follows is the content of
// every file that it names, and after one more, a setting of --set. What is accepted must be a plan
// that a run can rely on; what is not must have a reason for each problem.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include <deskstorm/loadgen/scenario/scenario.hpp>

using namespace deskstorm;
using namespace deskstorm::loadgen;

namespace {

void must(bool holds) {
  if (!holds)
    std::abort();
}

std::string_view take_part(std::string_view& bytes) {
  const auto part = bytes.substr(0, bytes.find('\0'));
  bytes.remove_prefix(std::min(part.size() + 1, bytes.size()));
  return part;
}

struct draws {
  double next = 0.1;
  double uniform() {
    next = next > 0.9 ? next - 0.85 : next + 0.1;
    return next;
  }
};

void use(const plan::distribution& d) {
  draws random;
  for (int i = 0; i < 8; ++i) {
    const auto drawn = plan::sample(d, random);
    must(drawn >= duration::zero() && drawn <= plan::distributions::longest_sample);
  }
  must(plan::mean(d) >= duration::zero());
}

void use(const plan::floor_plan& plan, const plan::request_choice& choice) {
  must(static_cast<std::size_t>(choice.request) < request_count);
  must(choice.arguments < plan.arguments.size());
  must(choice.weight >= 0);
}

void use(const plan::floor_plan& plan, const plan::arrivals& arrivals) {
  draws random;
  instant now{};
  for (int i = 0; i < 8 && now != never; ++i) {
    const auto next = next_arrival(now, arrivals, plan.stages, random);
    must(next >= now);
    now = next;
  }
}

void use(const plan::floor_plan& plan) {
  must(plan.length > duration::zero() && plan.warmup < plan.length);
  for (const auto& frames : plan.agents.frames)
    must(frames.persona < plan.personas.size());
  for (const auto& persona : plan.personas) {
    must(!persona.origin.empty());
    for (const auto& request : persona.requests)
      use(plan, request);
    for (const auto& reaction : persona.reactions)
      for (const auto& request : reaction.requests)
        use(plan, request);
    use(persona.retry.backoff);
    if (const auto* closed = std::get_if<plan::closed_load>(&persona.load))
      use(closed->think);
    if (const auto* open = std::get_if<plan::open_load>(&persona.load))
      use(plan, open->arrivals);
    if (const auto* trace = std::get_if<plan::trace_load>(&persona.load))
      for (const auto& row : trace->rows)
        use(plan, row.request);
  }
  for (const auto& queue : plan.queues) {
    use(plan, queue.calls);
    use(queue.handle_time);
  }
  use(plan.network.post_message);
  use(plan.network.backend);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto scenario = take_part(bytes);
  const std::string file{take_part(bytes)};
  overrides wanted;
  if (!bytes.empty())
    wanted.set.emplace_back(take_part(bytes));
  const auto open = [&](const std::filesystem::path&) -> result<std::string> { return file; };
  const auto reading = read_scenario_text(scenario, "fuzz.json", open, wanted);
  must(reading.plan.has_value() == reading.problems.empty());
  for (const auto& p : reading.problems)
    must(!p.file.empty() && !p.text.empty());
  if (reading.plan)
    use(*reading.plan);
  return 0;
}
