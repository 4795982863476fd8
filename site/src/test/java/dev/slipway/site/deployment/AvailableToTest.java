package dev.slipway.site.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Registration.Environment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailableToTest {
    @Tag("DEP-2")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // to, reaches network boot, offered in the boot environment, when named there, in the installed system, when
        // named there
        "CLIENTS,           false, false, false, true,  true",
        "CLIENTS_MEDIA_PXE, true,  true,  true,  true,  true",
        "MEDIA_PXE,         true,  true,  true,  false, false",
        "MEDIA_PXE_HIDDEN,  true,  false, true,  false, false",
    })
    void eachValueReachesItsMachines(
            AvailableTo to, boolean network, boolean boot, boolean bootNamed, boolean fullOs, boolean fullOsNamed) {
        assertThat(to.reachesNetworkBoot()).isEqualTo(network);
        assertThat(to.offeredIn(Environment.BOOT, false)).isEqualTo(boot);
        assertThat(to.offeredIn(Environment.BOOT, true)).isEqualTo(bootNamed);
        assertThat(to.offeredIn(Environment.FULL_OS, false)).isEqualTo(fullOs);
        assertThat(to.offeredIn(Environment.FULL_OS, true)).isEqualTo(fullOsNamed);
    }
}
