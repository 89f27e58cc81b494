#include "sim/output/npz.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "sim/output/crc32.h"

namespace clout {
namespace {

static_assert(std::endian::native == std::endian::little, "npz arrays are written as they lie in memory");

// Layout: PKWARE APPNOTE 6.3. Numbers are little-endian.
constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50,
                        kLocator64 = 0x07064b50;
constexpr std::uint32_t kMax32 = 0xffffffffu;
constexpr std::uint16_t kDosDate = (0 << 9) | (1 << 5) | 1;  // 1980-01-01
constexpr std::uint16_t kPlain = 20, kZip64 = 45;            // version needed

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Magic, version 1.0, length of the text, the text padded with blanks so that the data begin at a multiple of 64.
std::string npy_header(const char* type, std::size_t count) {
  std::string text = std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (" +
                     std::to_string(count) + ",), }";
  constexpr std::size_t kPrefix = 10;
  text.append(63 - (kPrefix + text.size()) % 64, ' ');
  text.push_back('\n');
  std::string header("\x93NUMPY\x01\x00", 8);
  put(header, static_cast<std::uint16_t>(text.size()));
  return header + text;
}

// Sizes or offsets that do not fit 32 bits go to the extra field of zip64, in the order of the record.
std::string extra64(std::initializer_list<std::uint64_t> numbers) {
  std::string extra;
  put(extra, std::uint16_t{1});
  put(extra, static_cast<std::uint16_t>(8 * numbers.size()));
  for (const std::uint64_t n : numbers) put(extra, n);
  return extra;
}

std::uint32_t clip(std::uint64_t n) { return n >= kMax32 ? kMax32 : static_cast<std::uint32_t>(n); }

}  // namespace

NpzWriter::NpzWriter(std::filesystem::path path) : file_(std::move(path)) {}

void NpzWriter::add_bytes(const std::string& name, const char* type, const void* data, std::size_t count,
                          std::size_t width) {
  if (name.empty() || name.find('/') != std::string::npos || name.size() > 1000)
    throw std::invalid_argument("npz: not a name of an array: " + name);
  Item item{name + ".npy", file_.out().size(), 0, 0};
  for (const Item& other : items_)
    if (other.file == item.file) throw std::invalid_argument("npz: two arrays called " + name);
  const std::string npy = npy_header(type, count);
  item.bytes = npy.size() + count * width;
  item.crc = crc32(data, count * width, crc32(npy.data(), npy.size()));

  const bool big = item.bytes >= kMax32;
  const std::string extra = big ? extra64({item.bytes, item.bytes}) : std::string();
  std::string local;
  put(local, kLocal);
  put(local, big ? kZip64 : kPlain);
  put(local, std::uint16_t{0});  // flags
  put(local, std::uint16_t{0});  // stored
  put(local, std::uint16_t{0});  // time
  put(local, kDosDate);
  put(local, item.crc);
  put(local, clip(item.bytes));
  put(local, clip(item.bytes));
  put(local, static_cast<std::uint16_t>(item.file.size()));
  put(local, static_cast<std::uint16_t>(extra.size()));
  file_.out().write(local + item.file + extra);
  file_.out().write(npy);
  file_.out().write(data, count * width);
  items_.push_back(std::move(item));
}

void NpzWriter::finish() {
  const std::uint64_t begin = file_.out().size();
  for (const Item& item : items_) {
    const bool big = item.bytes >= kMax32, far = item.offset >= kMax32;
    std::string extra;
    if (big && far) extra = extra64({item.bytes, item.bytes, item.offset});
    else if (big) extra = extra64({item.bytes, item.bytes});
    else if (far) extra = extra64({item.offset});
    std::string entry;
    put(entry, kCentral);
    put(entry, kZip64);  // made by: MS-DOS names, version 4.5
    put(entry, big || far ? kZip64 : kPlain);
    put(entry, std::uint16_t{0});
    put(entry, std::uint16_t{0});
    put(entry, std::uint16_t{0});
    put(entry, kDosDate);
    put(entry, item.crc);
    put(entry, clip(item.bytes));
    put(entry, clip(item.bytes));
    put(entry, static_cast<std::uint16_t>(item.file.size()));
    put(entry, static_cast<std::uint16_t>(extra.size()));
    put(entry, std::uint16_t{0});  // comment
    put(entry, std::uint16_t{0});  // disk
    put(entry, std::uint16_t{0});  // internal attributes
    put(entry, std::uint32_t{0});  // external attributes
    put(entry, clip(item.offset));
    file_.out().write(entry + item.file + extra);
  }
  const std::uint64_t end = file_.out().size();
  const auto count = static_cast<std::uint64_t>(items_.size());
  std::string tail;
  if (begin >= kMax32 || end - begin >= kMax32 || count >= 0xffff) {
    put(tail, kEnd64);
    put(tail, std::uint64_t{44});
    put(tail, kZip64);
    put(tail, kZip64);
    put(tail, std::uint32_t{0});
    put(tail, std::uint32_t{0});
    put(tail, count);
    put(tail, count);
    put(tail, end - begin);
    put(tail, begin);
    put(tail, kLocator64);
    put(tail, std::uint32_t{0});
    put(tail, end);
    put(tail, std::uint32_t{1});
  }
  const auto count16 = static_cast<std::uint16_t>(count >= 0xffff ? 0xffff : count);
  put(tail, kEnd);
  put(tail, std::uint16_t{0});
  put(tail, std::uint16_t{0});
  put(tail, count16);
  put(tail, count16);
  put(tail, clip(end - begin));
  put(tail, clip(begin));
  put(tail, std::uint16_t{0});
  file_.out().write(tail);
  file_.commit();
}

namespace {

// Reads numbers from a file in memory; leaving it is an error of the file.
class Cursor {
 public:
  Cursor(const std::filesystem::path& path, std::string_view bytes, std::uint64_t at)
      : path_(path), bytes_(bytes), at_(at) {}
  template <class T>
  T get() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view take(std::uint64_t n) {
    if (at_ > bytes_.size() || n > bytes_.size() - at_) throw FileError(path_, "is not a whole .npz archive");
    const std::string_view part = bytes_.substr(at_, n);
    at_ += n;
    return part;
  }
  std::uint64_t at() const { return at_; }

 private:
  const std::filesystem::path& path_;
  std::string_view bytes_;
  std::uint64_t at_;
};

// The value of a key in the text of a .npy header, up to `stop`.
std::string_view header_value(std::string_view text, std::string_view key, std::string_view open, char stop) {
  const std::size_t k = text.find(key);
  if (k == text.npos) return {};
  const std::size_t from = text.find(open, k + key.size());
  if (from == text.npos) return {};
  const std::size_t begin = from + open.size(), end = text.find(stop, begin);
  return end == text.npos ? std::string_view() : text.substr(begin, end - begin);
}

// Where the list of arrays begins, and how long it is.
struct Directory {
  std::uint64_t count = 0, begin = 0;
};

Directory directory_of(const std::filesystem::path& path, std::string_view bytes) {
  constexpr std::size_t kEndBytes = 22;
  if (bytes.size() < kEndBytes) throw FileError(path, "is not a whole .npz archive");
  const std::size_t end = bytes.rfind(std::string("PK\x05\x06", 4), bytes.size() - kEndBytes);
  if (end == std::string::npos) throw FileError(path, "is not a whole .npz archive");
  Directory at;
  Cursor tail(path, bytes, end + 10);
  at.count = tail.get<std::uint16_t>();
  tail.get<std::uint32_t>();
  at.begin = tail.get<std::uint32_t>();
  if ((at.count != 0xffff && at.begin != kMax32) || end < 20) return at;
  Cursor locator(path, bytes, end - 20);
  if (locator.get<std::uint32_t>() != kLocator64) return at;
  locator.get<std::uint32_t>();
  Cursor end64(path, bytes, locator.get<std::uint64_t>() + 32);
  at.count = end64.get<std::uint64_t>();
  end64.get<std::uint64_t>();
  at.begin = end64.get<std::uint64_t>();
  return at;
}

// An array in that list; `local` is where it lies in the file.
struct Listed {
  std::string name;
  std::uint32_t crc;
  std::uint64_t bytes, local;
};

Listed next_entry(const std::filesystem::path& path, std::string_view bytes, Cursor& c) {
  if (c.get<std::uint32_t>() != kCentral) throw FileError(path, "is not a whole .npz archive");
  c.take(6);  // versions, flags
  const auto method = c.get<std::uint16_t>();
  c.take(4);  // time, date
  Listed entry{};
  entry.crc = c.get<std::uint32_t>();
  const std::uint64_t packed = c.get<std::uint32_t>();
  entry.bytes = c.get<std::uint32_t>();
  const auto name_bytes = c.get<std::uint16_t>(), extra_bytes = c.get<std::uint16_t>(),
             comment_bytes = c.get<std::uint16_t>();
  c.take(8);
  entry.local = c.get<std::uint32_t>();
  entry.name = c.take(name_bytes);
  const std::uint64_t extra_end = c.at() + extra_bytes;
  while (c.at() + 4 <= extra_end) {
    const auto tag = c.get<std::uint16_t>(), size = c.get<std::uint16_t>();
    Cursor field(path, bytes, c.at());
    c.take(size);
    if (tag != 1) continue;
    if (entry.bytes == kMax32) entry.bytes = field.get<std::uint64_t>();
    if (packed == kMax32) field.get<std::uint64_t>();
    if (entry.local == kMax32) entry.local = field.get<std::uint64_t>();
  }
  c.take(extra_end - c.at() + comment_bytes);
  if (method != 0) throw FileError(path, "array " + entry.name + " is compressed; only plain archives are read");
  if (entry.name.size() > 4 && entry.name.ends_with(".npy")) entry.name.resize(entry.name.size() - 4);
  return entry;
}

}  // namespace

NpzReader::NpzReader(std::filesystem::path path) : path_(std::move(path)), bytes_(read_file(path_)) {
  const Directory all = directory_of(path_, bytes_);
  Cursor c(path_, bytes_, all.begin);
  for (std::uint64_t k = 0; k < all.count; ++k) {
    Listed entry = next_entry(path_, bytes_, c);
    items_.emplace(entry.name, item_at(entry.local, entry.bytes, entry.crc, entry.name));
    names_.push_back(std::move(entry.name));
  }
}

NpzReader::Item NpzReader::item_at(std::uint64_t local, std::uint64_t bytes, std::uint32_t crc,
                                   const std::string& name) const {
  const auto damaged = [&](const std::string& why) { return FileError(path_, "array " + name + why); };
  Item item{};
  item.bytes = bytes;
  item.crc = crc;
  Cursor head(path_, bytes_, local + 26);
  const auto local_name = head.get<std::uint16_t>(), local_extra = head.get<std::uint16_t>();
  head.take(std::uint64_t{local_name} + local_extra);
  item.offset = head.at();
  if (head.take(6) != std::string_view("\x93NUMPY", 6)) throw damaged(" has no numpy header");
  const auto version = head.get<std::uint8_t>();
  head.get<std::uint8_t>();
  const std::uint64_t text_bytes = version == 1 ? head.get<std::uint16_t>() : head.get<std::uint32_t>();
  const std::string_view text = head.take(text_bytes);
  item.data = head.at();
  item.type = std::string(header_value(text, "'descr':", "'", '\''));
  const std::string_view shape = header_value(text, "'shape':", "(", ')');
  const auto [stop, error] = std::from_chars(shape.data(), shape.data() + shape.size(), item.count);
  if (error != std::errc() || std::string_view(stop, shape.data() + shape.size()) != "," || item.type.size() != 3)
    throw damaged(" is not one-dimensional, or of no type that we know");
  item.width = static_cast<std::size_t>(item.type[2] - '0');
  if (item.width == 0 || item.width > 8 || item.data - item.offset > item.bytes ||
      item.count > (item.bytes - (item.data - item.offset)) / item.width)
    throw damaged(" is shorter than its header says");
  Cursor(path_, bytes_, item.offset).take(item.bytes);
  return item;
}

const NpzReader::Item& NpzReader::item(const std::string& name) const {
  const auto it = items_.find(name);
  if (it == items_.end()) throw FileError(path_, "has no array " + name);
  return it->second;
}

std::string NpzReader::type(const std::string& name) const { return item(name).type; }

std::size_t NpzReader::count_of(const std::string& name, std::string_view type) const {
  const Item& i = item(name);
  if (i.type != type && !(i.type == "|b1" && type == "|u1"))
    throw FileError(path_, "array " + name + " is " + i.type + ", not " + std::string(type));
  return i.count;
}

void NpzReader::copy(const std::string& name, void* to, std::size_t bytes) const {
  const Item& i = item(name);
  if (crc32(bytes_.data() + i.offset, i.bytes) != i.crc) throw FileError(path_, "array " + name + " is damaged");
  if (bytes) std::memcpy(to, bytes_.data() + i.data, bytes);
}

}  // namespace clout
