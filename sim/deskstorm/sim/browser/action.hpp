#pragma once

#include <deskstorm/tabs/action.hpp>

namespace deskstorm::sim {

using tabs::action_count;
using tabs::action_kind;
using tabs::action_row;
using tabs::action_rows;
using tabs::name_of;
using tabs::row_of;

} // namespace deskstorm::sim
