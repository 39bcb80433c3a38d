package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairsTest {

    @ParameterizedTest
    @CsvSource({"4, 3, 3", "3, 3, 3", "1, 1, 1", "2, 3, 4", "4, 2, 3", "2, 5, 3"})
    void eachTwoElementsOfDifferentListsMeet(int firsts, int seconds, int thirds) {
        var triples = Pairs.of(numbers(firsts), numbers(seconds), numbers(thirds));
        assertThat(pairs(triples, triple -> List.of(triple.first(), triple.second()))).isEqualTo(firsts * seconds);
        assertThat(pairs(triples, triple -> List.of(triple.first(), triple.third()))).isEqualTo(firsts * thirds);
        assertThat(pairs(triples, triple -> List.of(triple.second(), triple.third()))).isEqualTo(seconds * thirds);
    }

    @Test
    void thereAreNoMoreRunsThanNeeded() {
        assertThat(Pairs.of(numbers(4), numbers(3), numbers(3))).hasSize(12);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static <T> long pairs(List<T> triples, Function<T, List<Integer>> pair) {
        return triples.stream().map(pair).distinct().count();
    }
}
