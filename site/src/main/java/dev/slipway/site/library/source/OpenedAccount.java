package dev.slipway.site.library.source;

/** A source account with its password, for the moment of its use. */
record OpenedAccount(String name, String userName, String domain, String password) {
    @Override
    public String toString() {
        return "source account " + name;
    }
}
