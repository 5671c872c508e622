package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModulesTest {
    @Test
    void requiringTheLibraryBringsItsModules() {
        Module here = ModulesTest.class.getModule();
        assertThat(here.getName()).isEqualTo("dev.jacobi.examples");
        for (String name : new String[] {"core", "nn", "io", "explain"}) {
            Module module = here.getLayer().findModule("dev.jacobi." + name).orElseThrow();
            assertThat(here.canRead(module)).as(name).isTrue();
        }
    }
}
