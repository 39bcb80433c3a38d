package io.github.servingarchetypes.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what takes its time. */
public final class Eventually {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private Eventually() {}

    /**
     * Asks again and again, every 300 ms, until the condition holds or the time is up.
     *
     * @return whether it holds
     */
    public static boolean holds(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
        }
        return true;
    }
}
