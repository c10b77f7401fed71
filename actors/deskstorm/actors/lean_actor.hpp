#pragma once

#include <cstddef>
#include <utility>

#include <deskstorm/actors/caf.hpp>
#include <deskstorm/actors/envelope.hpp>

namespace deskstorm::actors {

/// A CAF actor for crowds: addressable, monitorable, linkable and run by any CAF scheduler, without
/// the behaviour stack, request multiplexing and time-outs of caf::event_based_actor, which cost a
/// kilobyte an actor and most of a hop.
class lean_actor : public caf::monitorable_actor,
                   public caf::resumable,
                   public caf::dynamically_typed_actor_base,
                   public caf::non_blocking_actor_base {
public:
  struct inbox_policy {
    using mapped_type = caf::mailbox_element;
    using unique_pointer = caf::mailbox_element_ptr;
  };

  // CAF infers the type of the handle from these two.
  using behavior_type = caf::behavior;
  using signatures = caf::none_t;

  explicit lean_actor(caf::actor_config& config) : monitorable_actor(config), unit_(config.host) {}

  /// Returns the actor behind a handle, which must be a lean one.
  static lean_actor& of(const caf::strong_actor_ptr& handle) {
    return static_cast<lean_actor&>(*handle->get());
  }

  lean_actor(const lean_actor&) = delete;
  lean_actor& operator=(const lean_actor&) = delete;

  ~lean_actor() override {
    while (oldest_ != nullptr)
      dispose(pop());
  }

  void launch(caf::execution_unit* unit, bool lazy, bool hide) {
    if (!hide)
      register_at_system();
    if (lazy && inbox_.try_block())
      return;
    intrusive_ptr_add_ref(ctrl());
    unit->exec_later(this);
  }

  using abstract_actor::enqueue;
  void enqueue(caf::mailbox_element_ptr element, caf::execution_unit* unit) override {
    const auto id = element->mid;
    const auto asker = id.is_request() ? element->sender : nullptr;
    switch (inbox_.push_front(std::move(element))) {
    case caf::intrusive::inbox_result::unblocked_reader:
      intrusive_ptr_add_ref(ctrl());
      if (unit != nullptr)
        unit->exec_later(this);
      else
        home_system().scheduler().enqueue(this);
      break;
    case caf::intrusive::inbox_result::queue_closed:
      if (asker) {
        caf::detail::sync_request_bouncer bounce{fail_state()};
        bounce(asker, id);
      }
      break;
    case caf::intrusive::inbox_result::success: break;
    }
  }

  resume_result resume(caf::execution_unit* unit, std::size_t most) override {
    unit_ = unit;
    if (getf(is_cleaned_up_flag))
      return done;
    for (std::size_t n = 0; n < most; ++n) {
      caf::mailbox_element_ptr element{next()};
      if (!element) {
        if (inbox_.try_block())
          return awaiting_message;
        continue;
      }
      if (!consume(*element)) {
        cleanup(std::move(reason_), unit);
        return done;
      }
    }
    return oldest_ == nullptr && inbox_.try_block() ? awaiting_message : resume_later;
  }

  bool cleanup(caf::error&& reason, caf::execution_unit* host) override {
    if (!inbox_.closed()) {
      caf::detail::sync_request_bouncer bounce{reason};
      const auto refuse = [&](caf::mailbox_element* element) {
        bounce(*element);
        dispose(element);
      };
      while (oldest_ != nullptr)
        refuse(pop());
      inbox_.close(refuse);
    }
    unregister_from_system();
    return monitorable_actor::cleanup(std::move(reason), host);
  }

  /// Ends an actor that `end` was called on outside `resume`, for the reason given there.
  void conclude(caf::execution_unit* host) { cleanup(std::move(reason_), host); }

  void on_destroy() override {
    if (!getf(is_cleaned_up_flag))
      cleanup(caf::exit_reason::unreachable, nullptr);
  }

  subtype_t subtype() const override { return function_object; }
  void intrusive_ptr_add_ref_impl() override { intrusive_ptr_add_ref(ctrl()); }
  void intrusive_ptr_release_impl() override { intrusive_ptr_release(ctrl()); }
  const char* name() const override { return "deskstorm.actor"; }

protected:
  /// Handles an envelope that came through the inbox.
  virtual void deliver(const envelope& e) = 0;

  /// Ends the actor after the message at hand.
  void end(caf::error reason = {}) {
    reason_ = std::move(reason);
    ending_ = true;
  }

  bool ending() const { return ending_; }
  caf::execution_unit* unit() const { return unit_; }

private:
  bool consume(caf::mailbox_element& element) {
    auto& content = element.content();
    if (content.match_elements<envelope>()) {
      deliver(content.get_as<envelope>(0));
      return !ending_;
    }
    if (content.match_elements<caf::exit_msg>()) {
      reason_ = content.get_as<caf::exit_msg>(0).reason;
      return !reason_;
    }
    if (element.mid.is_request() && element.sender)
      element.sender->get()->eq_impl(element.mid.response_id(), ctrl(), unit_,
                                     caf::make_error(caf::sec::unexpected_message));
    return true;
  }

  static void dispose(caf::mailbox_element* element) { caf::detail::disposer{}(element); }

  caf::mailbox_element* pop() {
    auto* element = oldest_;
    oldest_ = static_cast<caf::mailbox_element*>(element->next);
    return element;
  }

  caf::mailbox_element* next() {
    if (oldest_ == nullptr)
      fetch();
    return oldest_ == nullptr ? nullptr : pop();
  }

  // The inbox hands out its content newest first.
  void fetch() {
    caf::mailbox_element* newest = inbox_.take_head();
    while (newest != nullptr) {
      auto* older = static_cast<caf::mailbox_element*>(newest->next);
      newest->next = oldest_;
      oldest_ = newest;
      newest = older;
    }
  }

  caf::intrusive::lifo_inbox<inbox_policy> inbox_;
  caf::mailbox_element* oldest_ = nullptr;
  caf::execution_unit* unit_;
  caf::error reason_;
  bool ending_ = false;
};

} // namespace deskstorm::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(deskstorm::actors::envelope)
