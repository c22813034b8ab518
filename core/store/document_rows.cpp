// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_rows.h"

#include "core/model/boundaries.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace sluice {

namespace {

/// Names of PropertyValue's alternatives in column `type`, in their order.
constexpr std::array<std::string_view, std::variant_size_v<PropertyValue>> kTypeNames{
    "bool", "int", "real", "time", "text", "distribution", "times"};

constexpr std::int32_t kFirstVersionWithBoundaries = 2;

// --- Writing -----------------------------------------------------------------------------------

/// Runs inserts and keeps the first failure.
class Writer {
public:
    explicit Writer(Database& database) : m_database(database) {}

    Result<> write(const Document& document) {
        insertInto("document(id, next_id) VALUES (1, ?1)", [&](auto insert) {
            insert([&](Statement& row) { row.bind(1, std::int64_t{document.nextId}); });
        });
        writeSettings(document.settings);
        writeNodes(document.nodes);
        writeLinks(document.links);
        insertInto("note(id, x, y, text) VALUES (?1, ?2, ?3, ?4)", [&](auto insert) {
            for (const Note& note : document.notes) {
                insert([&](Statement& row) {
                    row.bind(1, number(note.id)).bind(4, std::string_view(note.text));
                    bindPoint(row, 2, note.position);
                });
            }
        });
        writeBoundaries(document.boundaries);
        writeCharts(document.charts);
        return m_result;
    }

private:
    template <class Id>
    static std::int64_t number(Id id) {
        return static_cast<std::int64_t>(raw(id));
    }

    /// Adding 0 makes -0.0, which equals 0.0, the same bytes.
    static void bindPoint(Statement& row, int first, Point point) {
        row.bind(first, point.x + 0.0).bind(first + 1, point.y + 0.0);
    }

    /// Prepares one INSERT and hands `fill` a function that binds and runs it.
    template <class Fill>
    void insertInto(const std::string& target, Fill fill) {
        if (!m_result) return;
        auto statement = m_database.prepare("INSERT INTO " + target);
        if (!statement) {
            m_result = tl::unexpected<Error>(statement.error());
            return;
        }
        fill([&](auto bindRow) {
            if (!m_result) return;
            bindRow(*statement);
            m_result = statement->run();
        });
    }

    /// Binds type name and value to ?`first` and the next. `text` keeps what is bound.
    static void
    bindValue(Statement& row, int first, const PropertyValue& value, std::string& text) {
        row.bind(first, kTypeNames.at(value.index()));
        if (const auto* isTrue = std::get_if<bool>(&value)) {
            row.bind(first + 1, std::int64_t{*isTrue ? 1 : 0});
        } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            row.bind(first + 1, *whole);
        } else if (const auto* real = std::get_if<double>(&value)) {
            row.bind(first + 1, *real + 0.0);
        } else if (const auto* time = std::get_if<Duration>(&value)) {
            row.bind(first + 1, time->count());
        } else {
            text = toText(value);
            row.bind(first + 1, std::string_view(text));
        }
    }

    void writeSettings(const Settings& settings) {
        std::string text;
        insertInto("setting(key, type, value) VALUES (?1, ?2, ?3)", [&](auto insert) {
            for (const auto& property : settingProperties()) {
                insert([&](Statement& row) {
                    row.bind(1, property.spec.key);
                    bindValue(row, 2, property.read(settings), text);
                });
            }
        });
    }

    template <class Part>
    void writeProperties(const std::string& table, const std::vector<Part>& parts) {
        std::string text;
        const std::string target = table + "(owner, key, type, value) VALUES (?1, ?2, ?3, ?4)";
        insertInto(target, [&](auto insert) {
            for (const Part& part : parts) insertProperties(insert, part, text);
        });
    }
    template <class Insert, class Part>
    static void insertProperties(Insert& insert, const Part& part, std::string& text) {
        for (const auto& property : part.properties) {
            insert([&](Statement& row) {
                row.bind(1, number(part.id)).bind(2, std::string_view(property.first));
                bindValue(row, 3, property.second, text);
            });
        }
    }

    void writeNodes(const std::vector<Node>& nodes) {
        insertInto("node(id, kind, name, x, y) VALUES (?1, ?2, ?3, ?4, ?5)", [&](auto insert) {
            for (const Node& node : nodes) {
                insert([&](Statement& row) {
                    row.bind(1, number(node.id))
                        .bind(2, std::string_view(node.kind))
                        .bind(3, std::string_view(node.name));
                    bindPoint(row, 4, node.position);
                });
            }
        });
        writeProperties("node_property", nodes);
    }

    void writeLinks(const std::vector<Link>& links) {
        const char* target =
            "link(id, from_node, from_port, to_node, to_port) VALUES (?1, ?2, ?3, ?4, ?5)";
        insertInto(target, [&](auto insert) {
            for (const Link& link : links) {
                insert([&](Statement& row) {
                    row.bind(1, number(link.id))
                        .bind(2, number(link.from))
                        .bind(3, std::string_view(link.fromPort))
                        .bind(4, number(link.to))
                        .bind(5, std::string_view(link.toPort));
                });
            }
        });
        writeProperties("link_property", links);
    }

    void writeBoundaries(const std::vector<Boundary>& boundaries) {
        const char* target = "boundary(id, type, code, name, x, y, width, height) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        insertInto(target, [&](auto insert) {
            for (const Boundary& boundary : boundaries) {
                insert([&](Statement& row) {
                    const auto type = static_cast<std::size_t>(boundary.type);
                    row.bind(1, number(boundary.id))
                        .bind(2, boundaryTypes()[type].key)
                        .bind(3, std::string_view(boundary.code))
                        .bind(4, std::string_view(boundary.name))
                        .bind(7, boundary.size.width)
                        .bind(8, boundary.size.height);
                    bindPoint(row, 5, boundary.position);
                });
            }
        });
    }

    void writeCharts(const std::vector<Chart>& charts) {
        insertInto("chart(position, title) VALUES (?1, ?2)", [&](auto insert) {
            std::int64_t position = 0;
            for (const Chart& chart : charts) {
                insert([&](Statement& row) {
                    row.bind(1, ++position).bind(2, std::string_view(chart.title));
                });
            }
        });
        const char* target = "chart_series(chart, position, node, series) VALUES (?1, ?2, ?3, ?4)";
        insertInto(target, [&](auto insert) {
            std::int64_t place = 0;
            for (const Chart& chart : charts) insertSeries(insert, ++place, chart);
        });
    }
    template <class Insert>
    static void insertSeries(Insert& insert, std::int64_t place, const Chart& chart) {
        std::int64_t position = 0;
        for (const ChartSeries& series : chart.series) {
            insert([&](Statement& row) {
                row.bind(1, place)
                    .bind(2, ++position)
                    .bind(3, number(series.node))
                    .bind(4, std::string_view(series.series));
            });
        }
    }

    Database& m_database;
    Result<> m_result;
};

// --- Reading -----------------------------------------------------------------------------------

/// Reads rows and keeps the first failure; what it returns after one is not to be used.
class RowReader {
public:
    explicit RowReader(Database& database) : m_database(database) {}

    Result<Document> read(std::int32_t version) {
        Document document;
        rows("SELECT next_id FROM document",
             [&](const Statement& row) { document.nextId = id<std::uint32_t>(row, 0); });
        readSettings(document.settings);
        rows("SELECT id, kind, name, x, y FROM node ORDER BY id", [&](const Statement& row) {
            document.nodes.push_back(
                {id<NodeId>(row, 0), text(row, 1), text(row, 2), {row.real(3), row.real(4)}, {}});
        });
        readProperties("node_property", document.nodes);
        rows("SELECT id, from_node, from_port, to_node, to_port FROM link ORDER BY id",
             [&](const Statement& row) {
                 document.links.push_back({id<LinkId>(row, 0),
                                           id<NodeId>(row, 1),
                                           text(row, 2),
                                           id<NodeId>(row, 3),
                                           text(row, 4),
                                           {}});
             });
        readProperties("link_property", document.links);
        rows("SELECT id, x, y, text FROM note ORDER BY id", [&](const Statement& row) {
            document.notes.push_back(
                {id<NoteId>(row, 0), {row.real(1), row.real(2)}, text(row, 3)});
        });
        if (version >= kFirstVersionWithBoundaries) readBoundaries(document.boundaries);
        readCharts(document.charts);
        if (!m_result) return tl::unexpected<Error>(m_result.error());
        return document;
    }

private:
    template <class Visit>
    void rows(std::string_view sql, Visit visit) {
        if (!m_result) return;
        auto statement = m_database.prepare(sql);
        if (!statement) return fail(statement.error().message);
        while (m_result) {
            const auto step = statement->step();
            if (!step) return fail(step.error().message);
            if (*step == Step::Done) return;
            visit(*statement);
        }
    }

    void fail(std::string message) {
        if (m_result) m_result = failure(std::move(message));
    }

    static std::string text(const Statement& row, int column) {
        return std::string(row.text(column));
    }

    template <class Id>
    Id id(const Statement& row, int column) {
        const std::int64_t number = row.integer(column);
        if (number < 1 || number > std::numeric_limits<std::uint32_t>::max()) {
            fail("An id is out of range: " + std::to_string(number) + '.');
            return Id{};
        }
        return static_cast<Id>(number);
    }

    /// The value in column `first` + 1 of the type named in column `first`.
    PropertyValue value(const Statement& row, int first) {
        const auto* const name = std::find(kTypeNames.begin(), kTypeNames.end(), row.text(first));
        const auto type = static_cast<std::size_t>(name - kTypeNames.begin());
        const int column = first + 1;
        const ColumnType stored = row.type(column);
        const bool isWhole = stored == ColumnType::Integer;
        if (type == 0 && isWhole && (row.integer(column) | 1) == 1) return row.integer(column) == 1;
        if (type == 1 && isWhole) return row.integer(column);
        if (type == 2 && stored == ColumnType::Real) return row.real(column);
        if (type == 3 && isWhole) return Duration{row.integer(column)};
        if (stored == ColumnType::Text && type >= 4 && type < kTypeNames.size())
            return textValue(type, row.text(column));
        fail("A setting of the type \"" + text(row, first) + "\" has a value of another type.");
        return false;
    }

    PropertyValue textValue(std::size_t type, std::string_view written) {
        if (type == 4) return std::string(written);
        PropertySpec spec;
        spec.label = "A setting";
        spec.type = type == 5 ? ValueType::Distribution : ValueType::Times;
        auto parsed = parseValue(spec, written);
        if (parsed) return *std::move(parsed);
        fail(parsed.error().message);
        return false;
    }

    void readSettings(Settings& settings) {
        rows("SELECT key, type, value FROM setting", [&](const Statement& row) {
            const PropertyValue stored = value(row, 1);
            const auto known = settingProperties();
            const auto property = std::find_if(known.begin(), known.end(), [&](const auto& each) {
                return each.spec.key == row.text(0);
            });
            if (property == known.end())
                return fail("The document has an unknown setting \"" + text(row, 0) + "\".");
            if (const auto checked = check(property->spec, stored); !checked)
                return fail(checked.error().message);
            property->assign(settings, stored);
        });
    }

    template <class Part>
    void readProperties(const std::string& table, std::vector<Part>& parts) {
        auto part = parts.begin();
        rows("SELECT owner, key, type, value FROM " + table + " ORDER BY owner, key",
             [&](const Statement& row) {
                 const auto owner = id<decltype(Part::id)>(row, 0);
                 while (part != parts.end() && part->id < owner) ++part;
                 if (part == parts.end() || part->id != owner)
                     return fail("A setting belongs to nothing.");
                 part->properties.insert_or_assign(text(row, 1), value(row, 2));
             });
    }

    void readBoundaries(std::vector<Boundary>& boundaries) {
        rows("SELECT id, type, code, name, x, y, width, height FROM boundary ORDER BY id",
             [&](const Statement& row) {
                 const auto types = boundaryTypes();
                 const auto type = std::ranges::find(types, row.text(1), &ChoiceSpec::key);
                 if (type == types.end())
                     return fail("A frame has the unknown type \"" + text(row, 1) + "\".");
                 boundaries.push_back({id<BoundaryId>(row, 0),
                                       static_cast<BoundaryType>(type - types.begin()),
                                       text(row, 2),
                                       text(row, 3),
                                       {row.real(4), row.real(5)},
                                       {row.real(6), row.real(7)}});
             });
    }

    void readCharts(std::vector<Chart>& charts) {
        rows("SELECT position, title FROM chart ORDER BY position", [&](const Statement& row) {
            charts.push_back({text(row, 1), {}});
            if (row.integer(0) != static_cast<std::int64_t>(charts.size()))
                fail("The charts are not numbered from 1.");
        });
        rows("SELECT chart, node, series FROM chart_series ORDER BY chart, position",
             [&](const Statement& row) {
                 const std::int64_t chart = row.integer(0);
                 if (chart < 1 || chart > static_cast<std::int64_t>(charts.size()))
                     return fail("A series belongs to no chart.");
                 charts[static_cast<std::size_t>(chart - 1)].series.push_back(
                     {id<NodeId>(row, 1), text(row, 2)});
             });
    }

    Database& m_database;
    Result<> m_result;
};

} // namespace

Result<> writeRows(Database& database, const Document& document) {
    return Writer(database).write(document);
}

Result<Document> readRows(Database& database, std::int32_t version) {
    return RowReader(database).read(version);
}

} // namespace sluice
