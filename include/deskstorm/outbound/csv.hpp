#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskstorm::outbound {

/// Something wrong in a file of comma-separated values: where, both counted from 1, and what.
struct csv_problem {
  std::size_t line = 1;
  std::size_t column = 1; ///< in bytes
  std::string text = {};

  friend bool operator==(const csv_problem&, const csv_problem&) = default;
};

/// One value, and where it begins.
struct csv_cell {
  std::string text;
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Reads comma-separated values row by row. A value in double quotes may hold commas, line ends and
/// quotes written twice. Source: RFC 4180.
class csv_reader {
public:
  explicit csv_reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::size_t line() const { return line_; }

  /// Reads the next row, of which an empty line has none. What is wrong with it is in problem().
  std::vector<csv_cell> next_row() {
    std::vector<csv_cell> cells;
    problem_.reset();
    do
      cells.push_back(next_cell());
    while (!problem_ && take(','));
    if (problem_)
      skip_line();
    take('\r');
    take('\n');
    if (cells.size() == 1 && cells[0].text.empty())
      cells.clear();
    return cells;
  }

  /// What is wrong with the row that was read last.
  const std::optional<csv_problem>& problem() const { return problem_; }

private:
  csv_cell next_cell() {
    csv_cell cell{{}, line_, column_};
    if (!take('"')) {
      while (!rest_.empty() && !at_row_end() && rest_.front() != ',') {
        if (rest_.front() == '"')
          return fail(cell, "a quote in the middle of a value");
        cell.text += advance();
      }
      return cell;
    }
    for (;;) {
      if (rest_.empty()) {
        problem_ = {cell.line, cell.column, "the quote is not closed"};
        return cell;
      }
      const char c = advance();
      if (c == '"' && !take('"'))
        break;
      cell.text += c;
    }
    if (!rest_.empty() && !at_row_end() && rest_.front() != ',')
      return fail(cell, "expected a comma after the quote");
    return cell;
  }

  csv_cell fail(csv_cell cell, std::string_view why) {
    problem_ = {line_, column_, std::string{why}};
    return cell;
  }

  bool at_row_end() const { return rest_.front() == '\n' || rest_.starts_with("\r\n"); }

  void skip_line() {
    while (!rest_.empty() && !at_row_end())
      advance();
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c)
      return false;
    advance();
    return true;
  }

  char advance() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    return c;
  }

  std::string_view rest_;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::optional<csv_problem> problem_ = {};
};

} // namespace deskstorm::outbound
