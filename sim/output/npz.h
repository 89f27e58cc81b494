// Columns as .npz, which numpy.load reads: a zip without compression that holds one .npy an array. Times in the archive
// are fixed (1980-01-01), so equal columns give equal bytes. Zip64 where an array or the archive passes 4 GiB.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sim/output/atomic_file.h"

namespace clout {

/// How numpy calls T: "<u4", "<f8", ...
template <class T>
constexpr const char* numpy_type() = delete;
template <>
constexpr const char* numpy_type<std::uint8_t>() { return "|u1"; }
template <>
constexpr const char* numpy_type<std::uint16_t>() { return "<u2"; }
template <>
constexpr const char* numpy_type<std::uint32_t>() { return "<u4"; }
template <>
constexpr const char* numpy_type<std::uint64_t>() { return "<u8"; }
template <>
constexpr const char* numpy_type<std::int32_t>() { return "<i4"; }
template <>
constexpr const char* numpy_type<std::int64_t>() { return "<i8"; }
template <>
constexpr const char* numpy_type<float>() { return "<f4"; }
template <>
constexpr const char* numpy_type<double>() { return "<f8"; }

/// Writes one archive, atomically: it appears with finish().
class NpzWriter {
 public:
  /// @throws FileError
  explicit NpzWriter(std::filesystem::path path);

  /// Adds a one-dimensional array. Names are unique, without `/`.
  /// @throws FileError, std::invalid_argument  name used before or empty.
  template <class T>
  void add(const std::string& name, std::span<const T> values) {
    add_bytes(name, numpy_type<T>(), values.data(), values.size(), sizeof(T));
  }
  template <class T, class A>
  void add(const std::string& name, const std::vector<T, A>& values) {
    add(name, std::span<const T>(values));
  }
  /// Zeros and ones as numpy's bool.
  void add_bool(const std::string& name, std::span<const std::uint8_t> values) {
    add_bytes(name, "|b1", values.data(), values.size(), 1);
  }
  /// Writes the directory and commits. @throws FileError
  void finish();

 private:
  struct Item {
    std::string file;
    std::uint64_t offset, bytes;
    std::uint32_t crc;
  };
  void add_bytes(const std::string& name, const char* type, const void* data, std::size_t count, std::size_t width);

  AtomicFile file_;
  std::vector<Item> items_;
};

/// Reads archives of NpzWriter, and those of numpy.savez with one-dimensional arrays. The whole file is in memory.
class NpzReader {
 public:
  /// @throws FileError  it cannot be read, or is no such archive.
  explicit NpzReader(std::filesystem::path path);

  /// In the order of the archive.
  const std::vector<std::string>& names() const { return names_; }
  /// "<u4" etc. @throws FileError  no such array.
  std::string type(const std::string& name) const;
  /// The array; its checksum is verified. bool reads as std::uint8_t.
  /// @throws FileError  no such array, another type, or damaged.
  template <class T>
  std::vector<T> read(const std::string& name) const {
    std::vector<T> values(count_of(name, numpy_type<T>()));
    copy(name, values.data(), values.size() * sizeof(T));
    return values;
  }

 private:
  struct Item {
    std::uint64_t offset, bytes;  // of the .npy
    std::uint32_t crc;
    std::string type;
    std::uint64_t count, data;  // entries; offset of the first
    std::size_t width;
  };
  Item item_at(std::uint64_t local, std::uint64_t bytes, std::uint32_t crc, const std::string& name) const;
  const Item& item(const std::string& name) const;
  std::size_t count_of(const std::string& name, std::string_view type) const;
  void copy(const std::string& name, void* to, std::size_t bytes) const;

  std::filesystem::path path_;
  std::string bytes_;
  std::vector<std::string> names_;
  std::map<std::string, Item> items_;
};

}  // namespace clout
