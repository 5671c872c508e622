package dev.jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.data.Csv;
import dev.jacobi.data.Table;
import dev.jacobi.io.FormatException;
import dev.jacobi.nn.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tables that many people begin with, as they are, unclean first lines and all.
class TablesTest {
    private static Path tables;

    @BeforeEach
    void data() {
        String folder = System.getenv("JACOBI_DATA");
        assumeTrue(folder != null && Files.isDirectory(Path.of(folder, "tabular")), "JACOBI_DATA names no folder with tables");
        tables = Path.of(folder, "tabular");
    }

    private static double accuracy(Table table, Mlp recipe, int folds) throws InterruptedException {
        double right = 0;
        for (Table.Split split : table.folds(folds, 1)) right += recipe.fit(split.train()).accuracy(split.test()) * split.test().count();
        return right / table.count();
    }

    @Test
    void irisIsHelpFirst() throws IOException, InterruptedException {
        Csv csv = Csv.read(tables.resolve("iris.csv"));
        assertThatThrownBy(() -> csv.target("species")).isInstanceOf(FormatException.class)
                .hasMessageContaining("--skip 1").hasMessageContaining("150,4,setosa,versicolor,virginica");
        Table iris = csv.skip(1).columns("sepal_length", "sepal_width", "petal_length", "petal_width", "species").target("species");
        assertThat(iris.count()).isEqualTo(150);
        assertThat(iris.classes()).containsExactly("0", "1", "2");
        assertThat(accuracy(iris, Mlp.hidden(32).optimizer(new Adam(1e-2)), 5)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void wine() throws IOException, InterruptedException {
        Table wine = Csv.read(tables.resolve("wine_data.csv")).skip(1).noHeader().target("14");
        assertThat(accuracy(wine, Mlp.hidden(32), 5)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void diabetesFromTwoFiles() throws IOException, InterruptedException {
        Table diabetes = Csv.read(tables.resolve("diabetes_data_raw.csv.gz")).noHeader()
                .targetFile(tables.resolve("diabetes_target.csv.gz")).target("progression");
        assertThat(diabetes.classes()).isEmpty();
        assertThat(diabetes.names()).hasSize(10);
        double explained = 0;
        for (Table.Split split : diabetes.folds(5, 1)) {
            explained += Mlp.hidden().epochs(300).optimizer(new Adam(1e-2)).fit(split.train()).evaluate(split.test()).measures().get("r2") / 5;
        }
        assertThat(explained).isGreaterThanOrEqualTo(0.45);
    }
}
