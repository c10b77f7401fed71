# Installs the build in BUILD into a prefix below it, then configures, builds and runs the projects
# beside this file against that prefix, as strangers would.
set(work "${BUILD}/consumer")
set(prefix "${work}/prefix")
file(REMOVE_RECURSE "${work}")

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(configure "${CMAKE_COMMAND}" -G Ninja -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix}
  -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON)
run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${prefix}")

# The core must be found where there is no CAF, nor anything else that only other layers need.
set(without)
foreach(package CAF Random123 CLI11 fmt pugixml Boost)
  list(APPEND without -DCMAKE_DISABLE_FIND_PACKAGE_${package}=ON)
endforeach()
run(${configure} ${without} -S "${CMAKE_CURRENT_LIST_DIR}/core" -B "${work}/core")
run("${CMAKE_COMMAND}" --build "${work}/core")
run("${work}/core/consumer")

run(${configure} -S "${CMAKE_CURRENT_LIST_DIR}/centre" -B "${work}/centre")
run("${CMAKE_COMMAND}" --build "${work}/centre")
run("${work}/centre/consumer")

# A component that there is not must be named, with those that there are.
execute_process(COMMAND ${configure} -S "${CMAKE_CURRENT_LIST_DIR}/unknown" -B "${work}/unknown"
  RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE said)
string(REGEX REPLACE "[ \n]+" " " said "${said}")
if(status EQUAL 0 OR NOT said MATCHES "no component 'actor'. It has: core, actors, sim, loadgen.")
  message(FATAL_ERROR "An unknown component was answered with ${status}: ${said}")
endif()
