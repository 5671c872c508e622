package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModulesTest {
    private static final Module HERE = ModulesTest.class.getModule();

    @Test
    void requiringTheLibraryBringsItsModules() {
        assertThat(HERE.getName()).isEqualTo("dev.jacobi.examples");
        for (String name : new String[] {"core", "nn", "io", "explain"}) {
            Module module = HERE.getLayer().findModule("dev.jacobi." + name).orElseThrow();
            assertThat(HERE.canRead(module)).as(name).isTrue();
        }
    }

    /// `import module dev.jacobi` imports all of the library, and a program in one file all of java.base
    /// as well: a name that is there twice would be ambiguous.
    @Test
    void noNameIsThereTwice() throws Exception {
        List<String> names = new ArrayList<>();
        for (String name : new String[] {"core", "nn", "io", "explain"}) names.addAll(publicTypes("dev.jacobi." + name));
        assertThat(names).contains("Tensor", "Jacobi").doesNotHaveDuplicates();
        names.retainAll(publicTypes("java.base"));
        assertThat(names).isEmpty();
    }

    /// The simple names of the types that a module offers to everyone.
    private static List<String> publicTypes(String name) throws IOException {
        Module module = HERE.getLayer().findModule(name).orElseThrow();
        ResolvedModule resolved = HERE.getLayer().configuration().findModule(name).orElseThrow();
        List<String> r = new ArrayList<>();
        try (ModuleReader reader = resolved.reference().open()) {
            for (String file : reader.list().filter(f -> f.endsWith(".class")).toList()) {
                String type = file.substring(0, file.length() - ".class".length()).replace('/', '.');
                int dot = type.lastIndexOf('.');
                if (dot < 0 || type.contains("$") || !module.isExported(type.substring(0, dot))) continue;
                Class<?> found = Class.forName(module, type);
                if (found != null && Modifier.isPublic(found.getModifiers())) r.add(type.substring(dot + 1));
            }
        }
        return r;
    }
}
