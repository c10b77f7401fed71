#pragma once

#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/call_result.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/record_book.hpp>
#include <deskstorm/outbound/worked_record.hpp>

namespace deskstorm::outbound {

/// Notes in the book what a transition of the work on `record`, which has just been made, means for
/// it. Where another record of the chain is called instead, `record` is that one from then on.
inline void keep_book(record_book& book, record_book::number& record, const worked_record& work,
                      preview_trigger made, instant now) {
  using on = preview_trigger;
  const auto why = work.is_forbidden() ? call_results::do_not_call : call_results::cancel_record;
  switch (made) {
  case on::pulled:
  case on::accept: book.preview(record); return;
  case on::pushed: book.invite(record); return;
  case on::decline:
  case on::withdraw: book.put_back(record, now); return;
  case on::call:
    if (work.chosen() != record_handle{})
      record = book.choose(record, work.chosen()).value_or(record);
    book.dial(record);
    return;
  case on::answered: book.connect(record); return;
  case on::release: return; // the record is out until the call is marked done
  case on::reject_record:
    if (work.is_forbidden())
      book.cancel(record, why);
    else
      book.reject(record, now, work.callback(), work.callback_by());
    return;
  case on::cancel_record: book.cancel(record, why); return;
  case on::mark_done: // what was rejected or canceled is back, or closed, already
    if (work.called())
      book.end_call(record, {work.outcome(), work.answered(), work.callback(), work.callback_by()},
                    now);
  }
}

} // namespace deskstorm::outbound
