package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {

    @TempDir
    private Path module;

    @Test
    void areFoundWhereTheDefaultsDoNotGetToo() {
        Checks checks = checks("""
                #macro(check $name $value $pattern $allowed)
                #if($value.matches($pattern) == false)
                #parse("/INVALID ${name}")
                #end
                #end
                #set($letters = "[a-z]+")
                #check("color" ${color} $letters "letters")
                #if($color == "red")
                #check("color" ${color} "(?!${color}$).*" "another than ${color}")
                #else
                #check("color" ${color} "blue|green" "blue or green")
                #end
                """);
        assertThat(checks.all()).containsExactly(
                new Checks.Check("#check(\"color\" ${color} $letters \"letters\")", "color", "[a-z]+", "letters"),
                new Checks.Check("#check(\"color\" ${color} \"(?!${color}$).*\" \"another than ${color}\")",
                        "color", "(?!blue$).*", "another than blue"),
                new Checks.Check("#check(\"color\" ${color} \"blue|green\" \"blue or green\")",
                        "color", "blue|green", "blue or green"));
        assertThat(checks.forProperty("color")).hasSize(3);
    }

    /** Velocity evaluates it where it stands: what is set later does not change it. */
    @Test
    void haveThePatternThatHoldsAtTheirLine() {
        assertThat(checks("""
                #set($pattern = "a")
                #check("color" ${color} $pattern "a")
                #set($pattern = "b")
                #check("color" ${color} $pattern "b")
                """).all()).extracting(Checks.Check::pattern).isEqualTo(List.of("a", "b"));
    }

    @Test
    void withAPatternThatNothingSetsAreRefused() {
        assertThatThrownBy(() -> checks("#check(\"color\" ${color} $nothing \"x\")\n"))
                .isInstanceOf(AssertionError.class).hasMessageContaining("$nothing");
    }

    /** The check of an organisation's fixed answer is there, but nobody can give a wrong one. */
    @Test
    void ofAFixedAnswerAreNotAskedFor() {
        Checks checks = checks("#check(\"gpu\" ${gpu} \"false\" \"false\")\n#check(\"color\" ${color} \"blue\" \"blue\")\n");
        assertThat(checks.askedFor(ArchetypeUnderTest.in(module).descriptor()))
                .extracting(Checks.Check::property).containsExactly("color");
    }

    private Checks checks(String text) {
        Path classes = module.resolve("target/classes");
        TextFile.write(classes.resolve(Checks.ENTRY), text);
        TextFile.write(classes.resolve(Descriptor.ENTRY), """
                <archetype-descriptor name="x"><requiredProperties>
                  <requiredProperty key="color"><defaultValue>blue</defaultValue></requiredProperty>
                </requiredProperties></archetype-descriptor>
                """);
        return Checks.of(ArchetypeUnderTest.in(module));
    }
}
