#include "sim/output/graph_export.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <stdexcept>

#include "sim/output/csv.h"

namespace clout {
namespace {

struct Attribute {
  const char *name, *type;
};

std::string xml_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        // XML 1.0 has no other control characters
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') out += c;
    }
  }
  return out;
}

class GraphMl {
 public:
  GraphMl(FileWriter& out, bool directed, std::span<const Attribute> of_edges, std::size_t agents,
          const Society* society)
      : out_(out), of_edges_(of_edges) {
    out_.write(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    if (society) {
      out_.write("<key id=\"role\" for=\"node\" attr.name=\"role\" attr.type=\"string\"/>\n");
      out_.write("<key id=\"city\" for=\"node\" attr.name=\"city\" attr.type=\"int\"/>\n");
    }
    for (const Attribute& a : of_edges_)
      out_.write(std::string("<key id=\"") + a.name + "\" for=\"edge\" attr.name=\"" + a.name + "\" attr.type=\"" +
                 a.type + "\"/>\n");
    out_.write(std::string("<graph edgedefault=\"") + (directed ? "directed" : "undirected") + "\">\n");
    for (std::size_t a = 0; a < agents; ++a) {
      out_.write("<node id=\"n" + std::to_string(a));
      if (society) {
        const std::uint8_t role = society->role[a];
        const std::string name = role < society->role_names.size() ? society->role_names[role] : std::to_string(role);
        out_.write("\"><data key=\"role\">" + xml_text(name) + "</data><data key=\"city\">" +
                   std::to_string(society->city[a]) + "</data></node>\n");
      } else {
        out_.write("\"/>\n");
      }
    }
  }
  void edge(AgentId from, AgentId to, std::span<const std::string> values) {
    out_.write("<edge source=\"n" + std::to_string(from) + "\" target=\"n" + std::to_string(to) + "\">");
    for (std::size_t k = 0; k < values.size(); ++k)
      out_.write(std::string("<data key=\"") + of_edges_[k].name + "\">" + values[k] + "</data>");
    out_.write("</edge>\n");
  }
  void end() { out_.write("</graph>\n</graphml>\n"); }

 private:
  FileWriter& out_;
  std::span<const Attribute> of_edges_;
};

}  // namespace

GraphFormat graph_format(const std::string& name) {
  if (name == "edge_list") return GraphFormat::edge_list;
  if (name == "graphml") return GraphFormat::graphml;
  throw std::invalid_argument("graph format is edge_list or graphml, not " + name);
}

std::string graph_file_name(const std::string& what, Day day, GraphFormat format) {
  char number[16];
  std::snprintf(number, sizeof number, "%04d", day);
  return what + "_day_" + number + (format == GraphFormat::graphml ? ".graphml" : ".csv");
}

void export_follows(const std::filesystem::path& path, const FollowGraph& follows, GraphFormat format,
                    const Society* society) {
  AtomicFile file(path);
  const auto agents = static_cast<AgentId>(follows.agents());
  if (format == GraphFormat::edge_list) {
    CsvWriter csv(file.out(), {"follower", "followee", "since_day"});
    for (AgentId u = 0; u < agents; ++u)
      for (const Follow& f : follows.followees(u)) {
        csv << u << f.who << f.since;
        csv.end_row();
      }
  } else {
    constexpr std::array<Attribute, 1> kEdge{{{"since_day", "int"}}};
    GraphMl xml(file.out(), true, kEdge, agents, society);
    for (AgentId u = 0; u < agents; ++u)
      for (const Follow& f : follows.followees(u)) {
        const std::array<std::string, 1> values{std::to_string(f.since)};
        xml.edge(u, f.who, values);
      }
    xml.end();
  }
  file.commit();
}

void export_ties(const std::filesystem::path& path, const Ties& ties, const TieClock& clock, Day day,
                 GraphFormat format, const Society* society) {
  AtomicFile file(path);
  const auto agents = static_cast<AgentId>(ties.agents());
  const auto for_each_tie = [&](auto&& f) {
    for (AgentId a = 0; a < agents; ++a)
      for (const HalfTie& tie : ties.of(a))
        if (a < tie.other && !clock.forgotten(tie, day))
          f(a, tie, clock.hours_on(tie, day), (tie.flags & kInitialTie) != 0, (tie.flags & kAnsweredTie) != 0,
            (tie.flags & kMetTie) != 0);
  };
  if (format == GraphFormat::edge_list) {
    CsvWriter csv(file.out(), {"agent", "contact", "hours", "initial", "answered", "met"});
    for_each_tie([&](AgentId a, const HalfTie& tie, double hours, bool initial, bool answered, bool met) {
      csv << a << tie.other << hours << initial << answered << met;
      csv.end_row();
    });
  } else {
    constexpr std::array<Attribute, 4> kEdge{
        {{"hours", "double"}, {"initial", "boolean"}, {"answered", "boolean"}, {"met", "boolean"}}};
    GraphMl xml(file.out(), false, kEdge, agents, society);
    const auto word = [](bool b) { return std::string(b ? "true" : "false"); };
    for_each_tie([&](AgentId a, const HalfTie& tie, double hours, bool initial, bool answered, bool met) {
      const std::array<std::string, 4> values{csv_number(hours), word(initial), word(answered), word(met)};
      xml.edge(a, tie.other, values);
    });
    xml.end();
  }
  file.commit();
}

}  // namespace clout
