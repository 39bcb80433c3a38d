package io.github.servingarchetypes.testkit;

import java.util.ArrayList;
import java.util.List;

/** Runs for three lists, in which each two elements of different lists meet. */
public final class Pairs {

    /** One run. */
    public record Triple<A, B, C>(A first, B second, C third) {}

    private Pairs() {}

    /**
     * Returns the runs of a Latin square: the third element follows from the other two, so that it goes through its list
     * for each of them. Where the third list is the shortest, there is no run more than pairs of the first two.
     */
    public static <A, B, C> List<Triple<A, B, C>> of(List<A> firsts, List<B> seconds, List<C> thirds) {
        List<Triple<A, B, C>> triples = new ArrayList<>();
        for (int i = 0; i < Math.max(firsts.size(), thirds.size()); i++) {
            for (int j = 0; j < Math.max(seconds.size(), thirds.size()); j++) {
                triples.add(new Triple<>(
                        firsts.get(i % firsts.size()),
                        seconds.get(j % seconds.size()),
                        thirds.get((i + j) % thirds.size())));
            }
        }
        return triples;
    }
}
