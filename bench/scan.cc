/**
 * The limit that an exact search is judged by: reading every byte once, with as little done to it as possible, by the
 * same number of threads in the same parts. `search.ts` compiles and calls it.
 */
#include <node_api.h>

#include <cstdint>
#include <thread>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
#define WIDEST_VECTORS __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define WIDEST_VECTORS
#endif

namespace {

constexpr size_t LANES = 16;
// The search reads ahead; so does this, since a limit that is easy to pass says nothing.
constexpr size_t WORDS_AHEAD = 256;
constexpr size_t WORDS_PER_CACHE_LINE = 8;

WIDEST_VECTORS uint64_t sum(const uint64_t* words, size_t count) {
  uint64_t lanes[LANES] = {};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (size_t line = 0; line < LANES; line += WORDS_PER_CACHE_LINE) __builtin_prefetch(words + i + WORDS_AHEAD + line);
    for (size_t lane = 0; lane < LANES; lane++) lanes[lane] += words[i + lane];
  }
  uint64_t total = 0;
  for (; i < count; i++) total += words[i];
  for (uint64_t lane : lanes) total += lane;
  return total;
}

/** scan(array: Float32Array, threads): the sum of its 64-bit words, as a number */
napi_value scan(napi_env env, napi_callback_info info) {
  napi_value argv[2], result;
  size_t argc = 2, length = 0;
  void* data = nullptr;
  uint32_t threads = 1;
  napi_typedarray_type type;
  napi_get_cb_info(env, info, &argc, argv, nullptr, nullptr);
  if (argc != 2 || napi_get_typedarray_info(env, argv[0], &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_float32_array || napi_get_value_uint32(env, argv[1], &threads) != napi_ok || threads < 1) {
    napi_throw_error(env, nullptr, "Expected scan(Float32Array, threads)");
    return nullptr;
  }
  const uint64_t* words = static_cast<const uint64_t*>(data);
  size_t count = length / 2;
  std::vector<uint64_t> sums(threads);
  auto part = [&](size_t t) {
    size_t first = count * t / threads, last = count * (t + 1) / threads;
    sums[t] = sum(words + first, last - first);
  };
  std::vector<std::thread> others;
  for (size_t t = 1; t < threads; t++) others.emplace_back(part, t);
  part(0);
  for (auto& other : others) other.join();
  uint64_t total = 0;
  for (uint64_t each : sums) total += each;
  napi_create_double(env, static_cast<double>(total), &result);
  return result;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "scan", NAPI_AUTO_LENGTH, scan, nullptr, &function);
  napi_set_named_property(env, exports, "scan", function);
  return exports;
}
