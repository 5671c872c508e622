package dev.jacobi.data;

import dev.jacobi.data.TableEncoding.CategoryInput;
import dev.jacobi.data.TableEncoding.Input;
import dev.jacobi.data.TableEncoding.NumberInput;
import dev.jacobi.io.CsvReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of a file as a model takes them, one after the other in constant memory and without a target.
public final class TableRows implements AutoCloseable {
    private final CsvReader reader;
    private final TableEncoding encoding;
    private final Missing missing;
    private final boolean unknownIsNone;
    private final int[] columns;
    private final Map<String, Integer>[] places;
    private final double[] row;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private TableRows(CsvReader reader, TableEncoding encoding, Missing missing, boolean unknownIsNone, int[] columns) {
        this.reader = reader;
        this.encoding = encoding;
        this.missing = missing;
        this.unknownIsNone = unknownIsNone;
        this.columns = columns;
        row = new double[columns.length];
        places = new Map[columns.length];
        for (int i = 0; i < columns.length; i++) {
            places[i] = new HashMap<>();
            if (encoding.inputs().get(i) instanceof CategoryInput category) {
                for (String text : category.categories()) places[i].put(text, places[i].size());
            }
        }
    }

    /// @param unknownIsNone whether a category that was never learned counts as none of the known, or is an error
    /// @throws IllegalArgumentException if the file lacks a column, or rows should be dropped
    public static TableRows open(Csv csv, TableEncoding encoding, boolean unknownIsNone) throws IOException {
        if (csv.missing() == Missing.DROP) {
            throw new IllegalArgumentException("each row gets an answer, so none can be dropped; take the mean for missing values (--missing mean)");
        }
        CsvReader reader = CsvReader.open(csv.file(), csv.layout());
        List<String> names = reader.columns();
        int[] columns = encoding.names().stream().mapToInt(names::indexOf).toArray();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] < 0) {
                reader.close();
                throw new IllegalArgumentException("the model needs the column \"" + encoding.names().get(i) + "\", but " + csv.file() + " has "
                        + (names.size() <= 20 ? names : names.size() + " others"));
            }
        }
        return new TableRows(reader, encoding, csv.missing(), unknownIsNone, columns);
    }

    /// The next row, encoded, or null at the end.
    public float @Nullable [] next() throws IOException {
        if (!reader.next()) return null;
        for (int i = 0; i < columns.length; i++) row[i] = value(i);
        float[] r = new float[encoding.width()];
        encoding.encode(row, r, 0);
        return r;
    }

    private double value(int i) throws IOException {
        Input input = encoding.inputs().get(i);
        int column = columns[i];
        if (reader.missing(column)) {
            if (missing == Missing.MEAN) return input instanceof NumberInput ? Double.NaN : -1;
            throw reader.error(column, "each row needs a value for \"" + input.name() + "\"", "here it is missing", "take the mean for missing values (--missing mean)");
        }
        switch (input) {
            case NumberInput number -> {
                double value = reader.number(column);
                if (!Double.isNaN(value)) return value;
                throw reader.error(column, "the column \"" + number.name() + "\" holds numbers", "\"" + Beginning.shortened(reader.text(column)) + "\" is none", "correct it");
            }
            case CategoryInput category -> {
                Integer place = places[i].get(reader.text(column));
                if (place != null || unknownIsNone) return place == null ? -1 : place;
                throw reader.error(column, "\"" + category.name() + "\" must be one of the texts that were learned", "\"" + Beginning.shortened(reader.text(column))
                        + "\" wasn't", "take it for none of them (--unknown none)");
            }
        }
    }

    @Override public void close() throws IOException { reader.close(); }
}
