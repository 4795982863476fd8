package dev.slipway.protocol;

/**
 * @param lastNumber the highest event number that the site has kept for this run
 * @param cancelled an administrator cancelled the run: the machine stops its step and reports nothing but the rest of its log
 */
public record EventsAccepted(long lastNumber, boolean cancelled) {}
