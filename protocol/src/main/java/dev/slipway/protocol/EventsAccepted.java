package dev.slipway.protocol;

/** @param lastNumber the highest event number that the site has kept for this run */
public record EventsAccepted(long lastNumber) {}
