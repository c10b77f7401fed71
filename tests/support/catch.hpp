#pragma once

// The one include of the test framework: a change of its version is a change of this line.
#include <catch2/catch.hpp>
