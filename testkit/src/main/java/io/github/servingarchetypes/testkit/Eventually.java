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
        return holds(limit, PAUSE, condition);
    }

    /** The same, with another pause: a longer one where to ask takes much of the machine's time. */
    public static boolean holds(Duration limit, Duration pause, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
        }
        return true;
    }
}
