package dev.slipway.site.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.site.SharedSite;
import dev.slipway.site.database.Database;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static Vault vault;
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        vault = SharedSite.get().bean(Vault.class);
        database = SharedSite.get().bean(Database.class);
    }

    @Test
    void sealedTextOpensAtItsPlaceOnly() {
        String sealed = vault.seal("variable/1/Password", "s3cret");
        assertThat(sealed).doesNotContain("s3cret");
        assertThat(vault.open("variable/1/Password", sealed)).isEqualTo("s3cret");
        assertThatThrownBy(() -> vault.open("variable/2/Password", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sameSecretIsNeverSealedTheSameWayTwice() {
        assertThat(vault.seal("a", "s3cret")).isNotEqualTo(vault.seal("a", "s3cret"));
    }

    @Test
    void namedSecretIsKeptReplacedAndRemoved() {
        database.change(handle -> vault.put(handle, "join", "first"));
        database.change(handle -> vault.put(handle, "join", "second"));
        assertThat(vault.get("join")).contains("second");
        database.change(handle -> vault.remove(handle, "join"));
        assertThat(vault.get("join")).isEmpty();
    }
}
