#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <deskstorm/outbound/record_book.hpp>

#include "support/catch.hpp"

namespace deskstorm::outbound {
namespace {

using namespace std::chrono_literals;

/// Records 1, 2, ... of chains of these lengths.
calling_list list_of(const std::vector<std::uint32_t>& lengths) {
  calling_list list;
  for (std::uint32_t chain = 1; chain <= lengths.size(); ++chain)
    for (std::uint32_t n = 0; n < lengths[chain - 1]; ++n) {
      record r;
      r.handle = {static_cast<std::uint32_t>(list.size() + 1)};
      r.chain = {chain};
      r.phone = std::to_string(list.size() + 1);
      list.push_back(std::move(r));
    }
  return list;
}

constexpr attempt_rules rules{.attempts = 2, .retry_after = 10min};
constexpr call_end answered{call_results::answer, true};
constexpr call_end missed{call_results::no_answer, false};

record_book book_of(const std::vector<std::uint32_t>& lengths) { return {list_of(lengths), rules}; }

TEST_CASE("records come in the order of the list, one of a chain at a time", "[unit]") {
  auto book = book_of({1, 2, 1});
  CHECK(book.next(instant{}) == 0u);
  CHECK(book.next(instant{}) == 1u);
  CHECK(book.next(instant{}) == 3u);
  CHECK_FALSE(book.next(instant{}));
}

TEST_CASE("a customer who was reached is not called again", "[unit]") {
  auto book = book_of({2});
  const auto n = book.next(instant{}).value();
  CHECK((book.dial(n) && book.connect(n) && book.end_call(n, answered, instant{1min})));
  CHECK(book.next_due() == never);
  CHECK(count(book) == record_counts{.left = 1, .called = 1});
  CHECK(book.at(0).result == call_results::answer);
  CHECK(book.at(1).result == call_results::unknown);
}

TEST_CASE("the next number of a customer follows at once, the same one later", "[unit]") {
  auto book = book_of({2});
  auto n = book.next(instant{}).value();
  CHECK((book.dial(n) && book.end_call(n, missed, instant{1min})));
  n = book.next(instant{1min}).value();
  CHECK(n == 1);
  CHECK((book.dial(n) && book.end_call(n, missed, instant{2min})));
  CHECK_FALSE(book.next(instant{2min}));
  CHECK(book.next_due() == instant{11min});
  CHECK(book.next(instant{11min}) == 0u);
}

TEST_CASE("a record is closed after its last attempt", "[unit]") {
  auto book = book_of({1});
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto n = book.next(book.next_due()).value();
    CHECK((book.dial(n) && book.end_call(n, missed, instant{})));
  }
  CHECK(book.next_due() == never);
  CHECK(book.at(0).result == call_results::no_answer);
}

TEST_CASE("a rejected record goes back to the list", "[unit]") {
  auto book = book_of({1});
  const auto n = book.next(instant{}).value();
  CHECK((book.preview(n) && book.reject(n, instant{1min})));
  CHECK(count(book) == record_counts{.rejected = 1});
  CHECK(book.next_due() == instant{11min});
}

TEST_CASE("a canceled record closes its chain", "[unit]") {
  auto book = book_of({3});
  const auto n = book.next(instant{}).value();
  CHECK((book.preview(n) && book.cancel(n)));
  CHECK(count(book) == record_counts{.canceled = 3});
  CHECK(book.next_due() == never);
  for (const auto& r : book.records())
    CHECK(r.result == call_results::cancel_record);
}

TEST_CASE("a record that is put back is as it was", "[unit]") {
  auto book = book_of({1});
  const auto n = book.next(instant{}).value();
  CHECK((book.invite(n) && book.put_back(n, instant{1min})));
  CHECK(count(book) == record_counts{.left = 1});
  CHECK(book.next(instant{1min}) == n);
}

TEST_CASE("an agent may call another record of the chain", "[unit]") {
  auto book = book_of({3});
  const auto n = book.next(instant{}).value();
  book.preview(n);
  CHECK(book.choose(n, {3}) == 2u);
  CHECK(book.at(0).state == record_state::ready);
  CHECK(book.at(2).state == record_state::previewing);
  CHECK_FALSE(book.fault());
}

TEST_CASE("a record of another chain cannot be chosen", "[unit]") {
  auto book = book_of({1, 1});
  const auto n = book.next(instant{}).value();
  book.preview(n);
  CHECK_FALSE(book.choose(n, {2}));
  CHECK(book.at(0).state == record_state::previewing);
}

TEST_CASE("a customer who was talked to is called back when that was agreed", "[unit]") {
  auto book = book_of({2});
  const auto n = book.next(instant{}).value();
  book.dial(n);
  book.connect(n);
  CHECK(book.end_call(n, {call_results::answer, true, instant{2h}}, instant{1min}));
  CHECK(book.at(n).state == record_state::ready);
  CHECK(book.at(n).not_before == instant{2h});
}

TEST_CASE("a customer is called back by the number that was agreed, and by none before", "[unit]") {
  const auto [agreed, called] = GENERATE(table<std::uint32_t, record_book::number>({
    {0, 1}, // the one that was called, which is the second
    {2, 1},
    {3, 2},
  }));
  const bool rejected = GENERATE(false, true);
  auto book = book_of({3});
  const auto n = book.next(instant{}).value();
  book.preview(n);
  REQUIRE(book.choose(n, {2}) == 1u);
  if (rejected)
    CHECK(book.reject(1, instant{1min}, instant{2h}, {agreed}));
  else
    CHECK(
      (book.dial(1) && book.connect(1)
       && book.end_call(1, {call_results::answer, true, instant{2h}, {agreed}}, instant{1min})));
  CHECK(book.next_due() == instant{2h});
  CHECK_FALSE(book.next(instant{2h - 1ns}));
  CHECK(book.next(instant{2h}) == called);
  CHECK_FALSE(book.fault());
}

TEST_CASE("who is not to be called is not, by any number", "[unit]") {
  auto book = book_of({2});
  const auto n = book.next(instant{}).value();
  book.dial(n);
  book.connect(n);
  CHECK(book.end_call(n, {call_results::do_not_call, true, instant{2h}}, instant{1min}));
  CHECK(book.next_due() == never);
}

TEST_CASE("numbers are called in their windows", "[unit]") {
  auto list = list_of({1, 1});
  list[0].window = {9 * 3600, 17 * 3600, 0};
  record_book book{list, rules};
  CHECK(book.next(instant{}) == 1u);
  CHECK_FALSE(book.next(instant{8h}));
  CHECK(book.next(instant{9h}) == 0u);
}

TEST_CASE("a window that closes before a record is taken opens the next day", "[unit]") {
  auto list = list_of({1});
  list[0].window = {9 * 3600, 17 * 3600, 0};
  record_book book{list, rules};
  CHECK_FALSE(book.next(instant{18h}));
  CHECK(book.next_due() == instant{33h});
}

TEST_CASE("what a state does not allow changes nothing", "[unit]") {
  auto book = book_of({1});
  CHECK_FALSE(book.dial(0));
  CHECK_FALSE(book.connect(0));
  CHECK_FALSE(book.cancel(0));
  CHECK_FALSE(book.reject(0, instant{}));
  CHECK_FALSE(book.end_call(0, answered, instant{}));
  CHECK_FALSE(book.put_back(0, instant{}));
  CHECK(book.at(0).attempts == 0);
  CHECK(book.next(instant{}) == 0u);
}

// -- random orders

/// Does anything to a book at random and keeps its own account of what was done.
class clerk {
public:
  clerk(std::uint64_t seed, record_book& book) : state_(seed), book_(&book) {}

  void step() {
    now_ += std::chrono::seconds{below(200)};
    if (below(3) == 0)
      return take();
    const auto n = static_cast<record_book::number>(below(book_->records().size()));
    const auto before = book_->at(n);
    switch (below(10)) {
    case 0: return note(book_->invite(n), before.state == record_state::retrieved);
    case 1: book_->preview(n); return;
    case 2: return called(n, book_->dial(n));
    case 3: return note(book_->connect(n), before.state == record_state::dialing);
    case 4: return note(book_->put_back(n, now_), is_out(before.state) && !is_call(before.state));
    case 5: return note(book_->reject(n, now_), before.state == record_state::previewing);
    case 6: return note(book_->cancel(n), before.state == record_state::previewing);
    case 7: return end(n, before, missed);
    case 8: return end(n, before, answered);
    default:
      book_->choose(n,
                    record_handle{static_cast<std::uint32_t>(below(book_->records().size()) + 1)});
    }
  }

  /// Ends what is still out, as when all agents leave.
  void close() {
    for (record_book::number n = 0; n < book_->records().size(); ++n) {
      end(n, book_->at(n), missed);
      book_->put_back(n, now_);
    }
  }

  const std::map<record_book::number, std::uint32_t>& dialed() const { return dialed_; }
  std::size_t wrong() const { return wrong_; }

private:
  static bool is_call(record_state s) {
    return s == record_state::dialing || s == record_state::connected;
  }

  /// Source: Vigna's splitmix64.
  std::uint64_t below(std::uint64_t bound) {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % bound;
  }

  void take() {
    if (const auto n = book_->next(now_))
      wrong_ += book_->at(*n).state == record_state::retrieved ? 0u : 1u;
  }

  void note(bool done, bool allowed) { wrong_ += done == allowed ? 0u : 1u; }

  void called(record_book::number n, bool done) {
    if (!done)
      return;
    ++dialed_[n];
    for (const auto other : book_->chain_of(n)) // nobody is called twice at a time
      wrong_ += other != n && is_call(book_->at(other).state) ? 1u : 0u;
  }

  void end(record_book::number n, const record& before, const call_end& how) {
    const bool allowed =
      how.reached ? before.state == record_state::connected : is_call(before.state);
    if (allowed)
      note(book_->end_call(n, how, now_), true);
  }

  std::uint64_t state_;
  record_book* book_;
  instant now_ = {};
  std::map<record_book::number, std::uint32_t> dialed_ = {};
  std::size_t wrong_ = 0;
};

TEST_CASE("no record is lost or called twice at a time, whatever the order", "[unit]") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    auto book = book_of({1, 3, 2, 1, 4, 1, 2});
    clerk random{seed, book};
    CAPTURE(seed);
    for (int i = 0; i < 10'000 && book.next_due() != never; ++i) {
      random.step();
      REQUIRE_FALSE(book.fault());
    }
    random.close();
    REQUIRE_FALSE(book.fault());
    CHECK(random.wrong() == 0);
    CHECK(count(book).sum() == 14);
    for (record_book::number n = 0; n < 14; ++n) {
      const auto calls = random.dialed().contains(n) ? random.dialed().at(n) : 0;
      CHECK(book.at(n).attempts == calls);
      CHECK(calls <= rules.attempts);
    }
  }
}

} // namespace
} // namespace deskstorm::outbound
