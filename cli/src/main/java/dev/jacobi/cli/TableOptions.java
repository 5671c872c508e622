package dev.jacobi.cli;

import dev.jacobi.data.Csv;
import dev.jacobi.data.Missing;
import dev.jacobi.io.CsvLayout;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a table is read: what `train`, `evaluate` and `predict` share.
final class TableOptions {
    @Option(names = "--skip", paramLabel = "N", defaultValue = "0", description = "Lines to pass over at the beginning of a table.")
    private int skip;

    @Option(names = "--no-header", description = "The first line is a row already; columns are called c1, c2, ...")
    private boolean noHeader;

    @Option(names = "--columns", paramLabel = "NAME,...", split = ",", description = "The names of the columns; the first line is a row already.")
    private List<String> columns = List.of();

    @Option(names = "--delimiter", paramLabel = "CHAR", description = "What stands between columns; found out if not given.")
    private @Nullable Character delimiter;

    @Option(names = "--missing", paramLabel = "WHAT",
        description = "Rows with missing values: drop them, take the mean of the others, or end with an error. Default: error.")
    private Missing missing = Missing.ERROR;

    @Option(names = "--target-file", paramLabel = "FILE", description = "Where the column to learn stands alone, a value on each line.")
    private @Nullable Path targetFile;

    /// @param folder to which relative paths belong
    Csv csv(Path file, Path folder) {
        if (skip < 0) throw new WrongInput("--skip needs a whole number from 0, but got " + skip);
        CsvLayout layout = CsvLayout.DEFAULT.skip(skip).delimiter(delimiter);
        if (noHeader) layout = layout.noHeader();
        if (!columns.isEmpty()) layout = layout.columns(columns);
        return Csv.read(folder.resolve(file)).layout(layout).missing(missing).targetFile(targetFile == null ? null : folder.resolve(targetFile));
    }
}
