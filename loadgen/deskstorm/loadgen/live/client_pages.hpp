#pragma once

#include <algorithm>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/live/site.hpp>
#include <deskstorm/options/options.hpp>

/// Which client pages the desktop shows, and where.
namespace deskstorm::loadgen::live {

namespace detail {

/// Reads URL or LABEL=URL.
inline client_page read_client_page(const std::string& text) {
  const auto equals = text.find('=');
  const auto scheme = text.find("://");
  if (equals == std::string::npos || (scheme != std::string::npos && scheme < equals))
    return {text, text, false};
  return {text.substr(0, equals), text.substr(equals + 1), false};
}

inline std::string option_of(const options& all, const std::string& section,
                             std::string_view name) {
  const auto found = all.written.find(section + "/" + std::string{name});
  return found == all.written.end() ? std::string{} : found->second;
}

} // namespace detail

/// Returns the pages that were typed, in the places that the options give to sections of their
/// labels, and then those that other sections describe. Says on `problems` where a section has no
/// page.
inline std::vector<client_page> client_pages(const std::vector<std::string>& typed,
                                             const options& of, std::ostream& problems) {
  const auto names = [](const std::vector<std::string>& list, const std::string& section) {
    return std::ranges::find(list, section) != list.end();
  };
  const auto is_beside = [&](const std::string& section) {
    return names(of.interaction_web_content, section) && !names(of.workspace_web_content, section);
  };
  auto sections = of.workspace_web_content;
  std::ranges::copy_if(of.interaction_web_content, std::back_inserter(sections), is_beside);
  std::vector<client_page> pages;
  for (const auto& text : typed) {
    pages.push_back(detail::read_client_page(text));
    pages.back().beside_interaction = is_beside(pages.back().label);
    std::erase(sections, pages.back().label);
  }
  for (const auto& section : sections) {
    const auto url = detail::option_of(of, section, "url");
    const auto label = detail::option_of(of, section, "label");
    if (url.empty())
      problems << "no page for the section '" << section << "': give it with the option " << section
               << "/url, or with --client " << section << "=URL\n";
    else
      pages.push_back({label.empty() ? section : label, url, is_beside(section)});
  }
  return pages;
}

} // namespace deskstorm::loadgen::live
