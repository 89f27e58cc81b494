#include "sim/output/checkpoint.h"

#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

#include "sim/core/readable.h"
#include "sim/output/crc32.h"

namespace clout {
namespace {

struct Header {
  char magic[8];
  std::uint32_t schema;
  std::uint32_t body_crc;
  std::uint64_t body_bytes;
  std::uint64_t seed;
  char scenario_hash[32];
  char version[56];
  std::uint32_t unused;
  std::uint32_t header_crc;
};
static_assert(sizeof(Header) == 128);

constexpr const char* kRemedy = "; delete it, then this world is lived from its start";

constexpr char kMagic[8] = {'C', 'L', 'O', 'U', 'T', 'C', 'P', '\n'};

Header header_of(const CheckpointId& id) {
  Header h{};
  if (id.scenario_hash.size() >= sizeof h.scenario_hash || id.version.size() >= sizeof h.version)
    throw std::invalid_argument("checkpoint: scenario hash or version is too long");
  std::memcpy(h.magic, kMagic, sizeof kMagic);
  h.schema = 1;
  h.seed = id.seed;
  std::memcpy(h.scenario_hash, id.scenario_hash.data(), id.scenario_hash.size());
  std::memcpy(h.version, id.version.data(), id.version.size());
  return h;
}

std::uint32_t crc_of(const Header& h) { return crc32(&h, sizeof h - sizeof h.header_crc); }

// Tells a column's name and length from another's: FNV-1a of both.
std::uint32_t tag_of(const char* name, std::uint64_t bytes) {
  std::uint32_t t = 2166136261u;
  const auto stir = [&](unsigned char c) { t = (t ^ c) * 16777619u; };
  for (const char* c = name; *c; ++c) stir(static_cast<unsigned char>(*c));
  for (int k = 0; k < 8; ++k) stir(static_cast<unsigned char>(bytes >> (8 * k)));
  return t;
}

class Saver final : public StateVisitor {
 public:
  explicit Saver(FileWriter& out) : out_(out) {}
  bool loading() const override { return false; }
  void raw(const char* name, void* data, std::size_t bytes) override {
    const std::uint32_t tag = tag_of(name, bytes);
    put(&tag, sizeof tag);
    put(data, bytes);
  }
  std::uint32_t crc() const { return crc_; }

 private:
  void put(const void* data, std::size_t bytes) {
    if (bytes == 0) return;
    crc_ = crc32(data, bytes, crc_);
    out_.write(data, bytes);
  }
  FileWriter& out_;
  std::uint32_t crc_ = 0;
};

struct CloseFile {
  void operator()(std::FILE* f) const { std::fclose(f); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class Loader final : public StateVisitor {
 public:
  Loader(const std::filesystem::path& path, std::FILE* file, std::uint64_t left)
      : path_(path), file_(file), left_(left) {}
  bool loading() const override { return true; }
  void raw(const char* name, void* data, std::size_t bytes) override {
    std::uint32_t tag = 0;
    get(name, &tag, sizeof tag);
    if (tag != tag_of(name, bytes)) other_state(name);
    get(name, data, bytes);
  }
  void end() const {
    if (left_ != 0) throw FileError(path_, "is a checkpoint of other state: it holds more than was asked for");
  }

 private:
  [[noreturn]] void other_state(const char* name) const {
    throw FileError(path_, std::string("is a checkpoint of other state: `") + name + "` is not what is stored");
  }
  void get(const char* name, void* data, std::size_t bytes) {
    if (bytes > left_) other_state(name);
    if (bytes != 0 && std::fread(data, 1, bytes, file_) != bytes) throw FileError(path_, "cannot be read");
    left_ -= bytes;
  }
  const std::filesystem::path& path_;
  std::FILE* file_;
  std::uint64_t left_;
};

std::string text_of(const char* field, std::size_t size) { return {field, ::strnlen(field, size)}; }

}  // namespace

void save_checkpoint(const std::filesystem::path& path, const CheckpointId& id, const VisitState& visit) {
  Header header = header_of(id);
  AtomicFile file(path);
  file.out().write(&header, sizeof header);
  Saver saver(file.out());
  visit(saver);
  header.body_crc = saver.crc();
  header.body_bytes = file.out().size() - sizeof header;
  header.header_crc = crc_of(header);
  file.out().rewrite(0, &header, sizeof header);
  file.commit();
}

void load_checkpoint(const std::filesystem::path& path, const CheckpointId& id, const VisitState& visit) {
  if (const std::string why = why_no_regular_file(path); !why.empty()) throw FileError(path, "cannot be read: " + why);
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) throw_file_error(path, "cannot be read", errno);
  Header header;
  if (std::fread(&header, 1, sizeof header, file.get()) != sizeof header ||
      std::memcmp(header.magic, kMagic, sizeof kMagic) != 0)
    throw FileError(path, std::string("is not a checkpoint of clout") + kRemedy);
  if (header.header_crc != crc_of(header) || header.schema != 1)
    throw FileError(path, std::string("is a damaged checkpoint") + kRemedy);
  const Header wanted = header_of(id);
  if (std::memcmp(header.version, wanted.version, sizeof wanted.version) != 0)
    throw FileError(path, "is a checkpoint of another version of clout (" +
                              text_of(header.version, sizeof header.version) + ", this is " + id.version + ")" +
                              kRemedy);
  if (std::memcmp(header.scenario_hash, wanted.scenario_hash, sizeof wanted.scenario_hash) != 0)
    throw FileError(path, "is a checkpoint of another scenario (" +
                              text_of(header.scenario_hash, sizeof header.scenario_hash) + ")" + kRemedy);
  if (header.seed != id.seed)
    throw FileError(path, "is a checkpoint of another world (seed " + std::to_string(header.seed) + ", this is " +
                              std::to_string(id.seed) + ")" + kRemedy);

  std::vector<char> part(std::size_t{1} << 20);
  std::uint64_t bytes = 0;
  std::uint32_t crc = 0;
  for (std::size_t n; (n = std::fread(part.data(), 1, part.size(), file.get())) > 0; bytes += n)
    crc = crc32(part.data(), n, crc);
  if (std::ferror(file.get())) throw FileError(path, "cannot be read");
  if (bytes < header.body_bytes)
    throw FileError(path, "is a truncated checkpoint: " + std::to_string(header.body_bytes - bytes) +
                              " bytes are missing" + kRemedy);
  if (bytes > header.body_bytes || crc != header.body_crc)
    throw FileError(path, std::string("is a damaged checkpoint") + kRemedy);

  if (std::fseek(file.get(), sizeof header, SEEK_SET) != 0) throw_file_error(path, "cannot be read", errno);
  Loader loader(path, file.get(), header.body_bytes);
  visit(loader);
  loader.end();
}

}  // namespace clout
