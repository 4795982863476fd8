package dev.slipway.site.library.driver;

import dev.slipway.windows.CatalogException;
import dev.slipway.windows.SignedCatalog;

/**
 * What a driver's catalogs are worth (DRV-2). Whether Windows trusts the signer is for Windows to say.
 *
 * @param signer who signed and who vouches for that name; empty if it does not hold
 * @param problem why it does not hold, a sentence; empty if it does
 */
record DriverSignature(String signer, String problem) {

    static DriverSignature none(String problem) {
        return new DriverSignature("", problem);
    }

    static DriverSignature check(String name, byte[] catalog, byte[] inf) {
        try {
            SignedCatalog signed = SignedCatalog.read(catalog);
            return signed.lists(inf)
                    ? new DriverSignature(signed.signer(), "")
                    : none("The catalog " + name
                            + " does not list the INF file as it is: it was changed after the driver was signed.");
        } catch (CatalogException e) {
            return none("The catalog " + name + " is not usable: " + e.getMessage() + ".");
        }
    }

    boolean holds() {
        return problem.isEmpty();
    }
}
