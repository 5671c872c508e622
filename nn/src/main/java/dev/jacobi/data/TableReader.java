package dev.jacobi.data;

import dev.jacobi.data.Table.Column;
import dev.jacobi.data.TableEncoding.NumberInput;
import dev.jacobi.data.TableEncoding.NumberTarget;
import dev.jacobi.io.CsvLayout;
import dev.jacobi.io.CsvReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a file twice: its beginning, to find out what the columns hold, then all of it.
final class TableReader {
    private static final int MOST_CATEGORIES = 10_000;

    /// A whole number with so few values is a class, if nothing else is said.
    private static final int FEW_NUMBERS = 20;

    private static final int MOST_CLASSES = 1000;

    private final Csv csv;
    private final String wanted;
    private final @Nullable TableEncoding model;

    TableReader(Csv csv, String wanted, @Nullable TableEncoding model) {
        this.csv = csv;
        this.wanted = wanted;
        this.model = model;
    }

    /// A column while it is read.
    ///
    /// @param place in the file
    /// @param codes of its texts, as they appear
    private record Reading(String name, int place, boolean isNumber, Map<String, Integer> codes) {
        Reading(String name, int place, boolean isNumber) { this(name, place, isNumber, new LinkedHashMap<>()); }

        Column column() { return new Column(name, List.copyOf(codes.keySet())); }
    }

    Table read() throws IOException {
        CsvLayout apart = CsvLayout.DEFAULT.columns(List.of(wanted));
        Beginning beginning = Beginning.of(csv.file(), csv.layout());
        List<String> names = beginning.names();
        int targetPlace = csv.targetFile() == null ? place(names, wanted, "the column to learn") : -1;
        List<Reading> inputs = inputs(beginning, targetPlace);
        Reading target = csv.targetFile() == null ? new Reading(names.get(targetPlace), targetPlace, isNumber(beginning, targetPlace))
                : new Reading(wanted, 0, Beginning.of(csv.targetFile(), apart).isNumber(0));
        try (CsvReader reader = CsvReader.open(csv.file(), csv.layout());
                CsvReader targets = csv.targetFile() == null ? reader : CsvReader.open(csv.targetFile(), apart);
                Rows.Collector rows = new Rows.Collector(inputs.size() + 1)) {
            TreeSet<Double> different = new TreeSet<>();
            boolean whole = true;
            double[] row = new double[inputs.size() + 1];
            while (reader.next()) {
                if (targets != reader && !targets.next()) {
                    throw reader.error(0, "there must be a target for each row", csv.targetFile() + " ends before this one", "give both files as many lines");
                }
                boolean complete = true;
                for (int i = 0; i < inputs.size(); i++) complete &= value(reader, inputs.get(i), row, i);
                boolean known = value(targets, target, row, inputs.size());
                if (!known || !complete && csv.missing() == Missing.DROP) continue;
                if (target.isNumber && different.size() <= MOST_CLASSES) {
                    whole &= row[inputs.size()] == Math.rint(row[inputs.size()]);
                    different.add(row[inputs.size()]);
                }
                rows.add(row);
            }
            if (targets != reader && targets.next()) {
                throw targets.error(0, "there must be a row for each target", csv.file() + " has ended", "give both files as many lines");
            }
            if (rows.count() == 0) {
                throw reader.error(0, "a table needs rows", "there are none" + (csv.missing() == Missing.DROP ? " without missing values" : ""), "is this the right file?");
            }
            Task task = task(target, different.size(), whole);
            List<Column> columns = inputs.stream().map(Reading::column).toList();
            if (task == Task.REGRESS) {
                if (!target.isNumber) {
                    throw targets.error(target.place, "a number can be learned from numbers", "the column \"" + target.name + "\" holds texts", "learn classes (--task classify)");
                }
                return new Table(columns, new Column(target.name, List.of()), task, rows.rows(), ClassCodes.NONE);
            }
            int classes = target.isNumber ? different.size() : target.codes.size();
            if (classes > MOST_CLASSES || classes < 2 && model == null) {
                throw targets.error(target.place, "there can be from 2 to " + MOST_CLASSES + " classes", "the column \"" + target.name + "\" has "
                        + (classes < 2 ? "only one" : "more"), classes < 2 ? "is this the right column?" : "is this the right column, or a number to learn (--task regress)?");
            }
            ClassCodes codes = target.isNumber ? ClassCodes.ofNumbers(different) : ClassCodes.ofTexts(target.codes.keySet());
            return new Table(columns, new Column(target.name, codes.names()), task, rows.rows(), codes);
        }
    }

    private List<Reading> inputs(Beginning beginning, int target) throws IOException {
        List<String> names = beginning.names();
        List<Reading> inputs = new ArrayList<>();
        if (model != null) {
            for (String name : model.names()) {
                int place = names.indexOf(name);
                if (place < 0) throw new IllegalArgumentException("the model needs the column \"" + name + "\", but " + csv.file() + " has " + names);
                inputs.add(new Reading(name, place, isNumber(beginning, place)));
            }
            return inputs;
        }
        List<Integer> ignored = new ArrayList<>();
        for (String name : csv.ignored()) ignored.add(place(names, name, "a column to ignore"));
        for (String name : csv.categories()) place(names, name, "a column of categories");
        for (int k = 0; k < names.size(); k++) {
            if (k != target && !ignored.contains(k)) inputs.add(new Reading(names.get(k), k, isNumber(beginning, k)));
        }
        if (inputs.isEmpty()) throw new IllegalArgumentException("a model learns from columns beside the target, but " + csv.file() + " has none that isn't ignored");
        return inputs;
    }

    /// Whether a column holds numbers: as the model knows it, as the caller says, or as it looks.
    private boolean isNumber(Beginning beginning, int place) throws IOException {
        String name = beginning.names().get(place);
        if (model != null && model.input(name) != null) return model.input(name) instanceof NumberInput;
        if (model != null && model.target() instanceof NumberTarget) return true;
        if (csv.categories().contains(name)) return false;
        return beginning.isNumber(place);
    }

    /// Where a column stands that was given by its name or its number.
    static int place(List<String> names, String wanted, String what) {
        int place = names.indexOf(wanted);
        if (place >= 0) return place;
        if (wanted.matches("\\d{1,5}") && Integer.parseInt(wanted) >= 1 && Integer.parseInt(wanted) <= names.size()) return Integer.parseInt(wanted) - 1;
        String all = names.size() <= 20 ? String.join(", ", names) : names.size() + " columns, from \"" + names.getFirst() + "\" to \"" + names.getLast() + "\"";
        throw new IllegalArgumentException(what + " must be one of the table's, by name or by number from 1, but \"" + wanted + "\" isn't; there are: " + all);
    }

    private Task task(Reading target, int different, boolean whole) {
        if (model != null) return model.task();
        if (csv.task() != null) return csv.task();
        return !target.isNumber || whole && different <= FEW_NUMBERS ? Task.CLASSIFY : Task.REGRESS;
    }

    /// Reads one value into its place.
    ///
    /// @return false if it is missing
    private boolean value(CsvReader reader, Reading column, double[] row, int at) throws IOException {
        if (reader.missing(column.place)) {
            if (csv.missing() == Missing.ERROR) {
                throw reader.error(column.place, "each row needs a value for \"" + column.name + "\"", "here it is missing",
                        "leave such rows out (--missing drop), or take the mean of the others (--missing mean)");
            }
            row[at] = Double.NaN;
            return false;
        }
        if (column.isNumber) {
            row[at] = reader.number(column.place) + 0.0;                            // no −0: it would be another class
            if (Double.isNaN(row[at])) throw Beginning.notANumber(reader, column.place, column.name);
            return true;
        }
        String text = reader.text(column.place);
        Integer code = column.codes.get(text);
        if (code == null) {
            code = column.codes.size();
            if (code == MOST_CATEGORIES) {
                throw reader.error(column.place, "a column of texts can have at most " + MOST_CATEGORIES + " different ones", "\"" + column.name
                        + "\" has more", "leave it out (--ignore " + column.name + ")");
            }
            column.codes.put(text, code);
        }
        row[at] = code;
        return true;
    }
}
