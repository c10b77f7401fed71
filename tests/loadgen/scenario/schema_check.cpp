#include "loadgen/scenario/schema_check.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <deskstorm/loadgen/scenario/schema.hpp>

namespace deskstorm::loadgen {

namespace {

struct parsed_schema {
  valijson::Schema schema;

  parsed_schema() {
    const json text = scenario_schema();
    valijson::SchemaParser{}.populateSchema(valijson::adapters::NlohmannJsonAdapter{text}, schema);
  }
};

} // namespace

bool fits_schema(const json& document) {
  static const parsed_schema parsed;
  return valijson::Validator{}.validate(parsed.schema,
                                        valijson::adapters::NlohmannJsonAdapter{document}, nullptr);
}

} // namespace deskstorm::loadgen
