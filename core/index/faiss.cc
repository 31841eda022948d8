/**
 * FAISS's exact search over vectors that stay in JavaScript's memory: typed arrays in, typed arrays out, no copy, no
 * state, several threads. `scripts/build-faiss.mjs` compiles it against the system's FAISS; `faiss.ts` calls it.
 * Why not only faiss-node: docs/decisions/faiss-binding.md.
 *
 * Matrices are row-major float32. Lengths are checked here once more, because a mistake would read foreign memory.
 */
#include <faiss/utils/distances.h>
#include <node_api.h>
#include <omp.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

// One binary for every processor of its architecture: the loader picks the widest clone that the machine can run.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
#define WIDEST_VECTORS __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define WIDEST_VECTORS
#endif

namespace {

constexpr size_t LANES = 32;
// Read ahead by about a row: at the end of one the sum over lanes holds up the loads, and without this the scan with it.
// Past the last row it points outside, which a prefetch may.
constexpr size_t FLOATS_AHEAD = 512;
constexpr size_t FLOATS_PER_CACHE_LINE = 16;
// 64 rows of 512 components are 128 KiB: they stay in the second-level cache while all queries pass over them.
constexpr size_t ROWS_AT_A_TIME = 64;
constexpr size_t QUERIES_AT_A_TIME = 4;
constexpr size_t LANES_A_QUERY = 16;

/** The sum of an array's lanes; leaves partial sums in it. */
template <size_t N>
inline __attribute__((always_inline)) float sum(float (&lanes)[N]) {
  for (size_t width = N / 2; width > 0; width /= 2)
    for (size_t lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
  return lanes[0];
}

WIDEST_VECTORS float inner_product(const float* x, const float* y, size_t d) {
  float lanes[LANES] = {};
  size_t i = 0;
  for (; i + LANES <= d; i += LANES) {
    for (size_t line = 0; line < LANES; line += FLOATS_PER_CACHE_LINE) __builtin_prefetch(y + i + FLOATS_AHEAD + line);
    for (size_t lane = 0; lane < LANES; lane++) lanes[lane] += x[i + lane] * y[i + lane];
  }
  float rest = 0;
  for (; i < d; i++) rest += x[i] * y[i];
  return sum(lanes) + rest;
}

/**
 * Four queries with one row, whose components are loaded once for all: `out[i * stride]` of query `x + i * d`.
 * Four arrays and not one of four: the compiler keeps only the former in registers.
 */
WIDEST_VECTORS void four_inner_products(const float* x, const float* y, size_t d, float* out, size_t stride) {
  const float *x0 = x, *x1 = x + d, *x2 = x1 + d, *x3 = x2 + d;
  float lanes0[LANES_A_QUERY] = {}, lanes1[LANES_A_QUERY] = {}, lanes2[LANES_A_QUERY] = {}, lanes3[LANES_A_QUERY] = {};
  size_t i = 0;
  for (; i + LANES_A_QUERY <= d; i += LANES_A_QUERY) {
    __builtin_prefetch(y + i + FLOATS_AHEAD);
    for (size_t lane = 0; lane < LANES_A_QUERY; lane++) lanes0[lane] += x0[i + lane] * y[i + lane];
    for (size_t lane = 0; lane < LANES_A_QUERY; lane++) lanes1[lane] += x1[i + lane] * y[i + lane];
    for (size_t lane = 0; lane < LANES_A_QUERY; lane++) lanes2[lane] += x2[i + lane] * y[i + lane];
    for (size_t lane = 0; lane < LANES_A_QUERY; lane++) lanes3[lane] += x3[i + lane] * y[i + lane];
  }
  float rest0 = 0, rest1 = 0, rest2 = 0, rest3 = 0;
  for (; i < d; i++) {
    rest0 += x0[i] * y[i];
    rest1 += x1[i] * y[i];
    rest2 += x2[i] * y[i];
    rest3 += x3[i] * y[i];
  }
  out[0] = sum(lanes0) + rest0;
  out[stride] = sum(lanes1) + rest1;
  out[2 * stride] = sum(lanes2) + rest2;
  out[3 * stride] = sum(lanes3) + rest3;
}

/** Runs `work(first, last, part)` over [0, n) cut into equal parts, one a thread. */
template <class Work>
void in_parallel(size_t n, size_t threads, Work work) {
  std::vector<std::exception_ptr> failures(threads);
  auto part = [&](size_t t) {
    try {
      // FAISS parallelises over queries, of which there is mostly one; a team within each thread would only cost.
      omp_set_num_threads(1);
      work(n * t / threads, n * (t + 1) / threads, t);
    } catch (...) {
      failures[t] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  others.reserve(threads);
  size_t started = 1;
  try {
    for (; started < threads; started++) others.emplace_back(part, started);
  } catch (const std::system_error&) {
    // The system gives no further thread: the rest is done on this one.
  }
  part(0);
  for (size_t t = started; t < threads; t++) part(t);
  for (auto& other : others) other.join();
  for (auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

void check(napi_status status, const char* what) {
  if (status != napi_ok) throw std::invalid_argument(std::string("Expected ") + what);
}

struct Array {
  void* data;
  size_t length;
};

Array array_of(napi_env env, napi_value value, napi_typedarray_type expected, const char* what) {
  napi_typedarray_type type;
  Array array;
  check(napi_get_typedarray_info(env, value, &type, &array.length, &array.data, nullptr, nullptr), what);
  if (type != expected) throw std::invalid_argument(std::string("Expected ") + what);
  return array;
}

size_t count_of(napi_env env, napi_value value, const char* what) {
  uint32_t count;
  check(napi_get_value_uint32(env, value, &count), what);
  return count;
}

void require_length(const Array& array, size_t least, const char* what) {
  if (array.length < least)
    throw std::invalid_argument("Expected " + std::to_string(least) + " elements or more in " + what + " but received " +
                                std::to_string(array.length));
}

struct Search {
  const float* vectors;
  const float* queries;
  size_t ntotal, nq, d, threads;
};

/** The arguments that both calls begin with: vectors, ntotal, queries, nq, d, threads. */
Search search_of(napi_env env, napi_value* argv) {
  Array vectors = array_of(env, argv[0], napi_float32_array, "Float32Array for vectors");
  Array queries = array_of(env, argv[2], napi_float32_array, "Float32Array for queries");
  Search search;
  search.ntotal = count_of(env, argv[1], "integer for ntotal");
  search.nq = count_of(env, argv[3], "integer for nq");
  search.d = count_of(env, argv[4], "integer for d");
  search.threads = count_of(env, argv[5], "integer for threads");
  if (search.d < 1) throw std::invalid_argument("Expected positive integer for d");
  require_length(vectors, search.ntotal * search.d, "vectors");
  require_length(queries, search.nq * search.d, "queries");
  search.vectors = static_cast<const float*>(vectors.data);
  search.queries = static_cast<const float*>(queries.data);
  search.threads = std::max<size_t>(1, std::min<size_t>({search.threads, search.ntotal, 64}));
  return search;
}

/** The best `k` of one query from every part's own best, each in descending order and padded with label -1. */
void merge(const std::vector<std::vector<float>>& similarities, const std::vector<std::vector<int64_t>>& labels,
           const std::vector<size_t>& kept, size_t query, size_t k, int32_t* best, float* best_similarities) {
  std::vector<size_t> next(kept.size(), 0);
  for (size_t rank = 0; rank < k; rank++) {
    size_t chosen = SIZE_MAX;
    for (size_t part = 0; part < kept.size(); part++) {
      if (next[part] >= kept[part] || labels[part][query * kept[part] + next[part]] < 0) continue;
      if (chosen == SIZE_MAX || similarities[part][query * kept[part] + next[part]] >
                                    similarities[chosen][query * kept[chosen] + next[chosen]])
        chosen = part;
    }
    if (chosen == SIZE_MAX) {
      best[rank] = -1;
      best_similarities[rank] = -INFINITY;
      continue;
    }
    size_t at = query * kept[chosen] + next[chosen]++;
    best[rank] = static_cast<int32_t>(labels[chosen][at]);
    best_similarities[rank] = similarities[chosen][at];
  }
}

// What faiss.ts expects; raised with every change of a signature, so that a binary of an older checkout is not used.
constexpr uint32_t API_VERSION = 1;

/** search(vectors, ntotal, queries, nq, d, threads, k, labels: Int32Array, similarities: Float32Array) */
void search(napi_env env, napi_value* argv) {
  Search s = search_of(env, argv);
  size_t k = count_of(env, argv[6], "integer for k");
  Array labels = array_of(env, argv[7], napi_int32_array, "Int32Array for labels");
  Array similarities = array_of(env, argv[8], napi_float32_array, "Float32Array for similarities");
  require_length(labels, s.nq * k, "labels");
  require_length(similarities, s.nq * k, "similarities");

  std::vector<std::vector<float>> part_similarities(s.threads);
  std::vector<std::vector<int64_t>> part_labels(s.threads);
  std::vector<size_t> kept(s.threads, 0);
  in_parallel(s.ntotal, s.threads, [&](size_t first, size_t last, size_t part) {
    size_t n = last - first, k_part = std::min(k, n);
    if (k_part == 0) return;
    part_similarities[part].resize(s.nq * k_part);
    part_labels[part].resize(s.nq * k_part);
    faiss::knn_inner_product(s.queries, s.vectors + first * s.d, s.d, s.nq, n, k_part, part_similarities[part].data(),
                             part_labels[part].data());
    for (auto& label : part_labels[part])
      if (label >= 0) label += first;
    kept[part] = k_part;
  });
  for (size_t query = 0; query < s.nq; query++)
    merge(part_similarities, part_labels, kept, query, k, static_cast<int32_t*>(labels.data) + query * k,
          static_cast<float*>(similarities.data) + query * k);
}

/** innerProducts(vectors, ntotal, queries, nq, d, threads, out: Float32Array [nq × ntotal]) */
void inner_products(napi_env env, napi_value* argv) {
  Search s = search_of(env, argv);
  Array out = array_of(env, argv[6], napi_float32_array, "Float32Array for out");
  require_length(out, s.nq * s.ntotal, "out");
  float* products = static_cast<float*>(out.data);
  in_parallel(s.ntotal, s.threads, [&](size_t first, size_t last, size_t) {
    for (size_t block = first; block < last; block += ROWS_AT_A_TIME) {
      size_t block_end = std::min(last, block + ROWS_AT_A_TIME), query = 0;
      for (; query + QUERIES_AT_A_TIME <= s.nq; query += QUERIES_AT_A_TIME)
        for (size_t row = block; row < block_end; row++)
          four_inner_products(s.queries + query * s.d, s.vectors + row * s.d, s.d,
                              products + query * s.ntotal + row, s.ntotal);
      for (; query < s.nq; query++)
        for (size_t row = block; row < block_end; row++)
          products[query * s.ntotal + row] = inner_product(s.queries + query * s.d, s.vectors + row * s.d, s.d);
    }
  });
}

template <void (*Body)(napi_env, napi_value*), size_t Arguments>
napi_value call(napi_env env, napi_callback_info info) {
  napi_value argv[Arguments];
  size_t argc = Arguments;
  try {
    check(napi_get_cb_info(env, info, &argc, argv, nullptr, nullptr), "a call");
    if (argc != Arguments) throw std::invalid_argument("Expected " + std::to_string(Arguments) + " arguments");
    Body(env, argv);
  } catch (const std::exception& failure) {
    napi_throw_error(env, nullptr, failure.what());
  } catch (...) {
    napi_throw_error(env, nullptr, "FAISS failed without a reason");
  }
  return nullptr;
}

template <void (*Body)(napi_env, napi_value*), size_t Arguments>
void expose(napi_env env, napi_value exports, const char* name) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call<Body, Arguments>, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace

/**
 * Debian compiles FAISS for the oldest x86-64, where its inner product adds one component after the other: a search is
 * then bound by that addition and not by memory. The linker's --wrap sends FAISS's calls of it here.
 */
extern "C" float __wrap__ZN5faiss18fvec_inner_productEPKfS1_m(const float* x, const float* y, size_t d) {
  return inner_product(x, y, d);
}

NAPI_MODULE_INIT() {
  // From some number of queries on FAISS would hand over to BLAS, whose reference version is slower than the above.
  faiss::distance_compute_blas_threshold = INT_MAX;
  napi_value version;
  napi_create_uint32(env, API_VERSION, &version);
  napi_set_named_property(env, exports, "apiVersion", version);
  expose<search, 9>(env, exports, "search");
  expose<inner_products, 7>(env, exports, "innerProducts");
  return exports;
}
