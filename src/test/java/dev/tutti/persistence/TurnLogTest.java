package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnLogTest {

    private static final byte[] KEY = {1};
    private static final byte[] LONG = new byte[2 << 20];

    private final TurnLog turnLog = new TurnLog();
    private final List<TurnLog.Page> parts = new ArrayList<>();

    @Test
    void aLongPageIsBrokenOnlyOutsideOfATransaction() {
        turnLog.onLong(parts::add);
        turnLog.keepTogether(true);
        turnLog.put(KEY, LONG);
        turnLog.breakPage();
        assertThat(parts).isEmpty();
        turnLog.keepTogether(false);
        turnLog.breakPage();
        assertThat(parts).hasSize(1);
        assertThat(turnLog.take()).isNull();
    }
}
