package dev.slipway.protocol;

/** Asks for a token; the request is signed with the machine's key. */
public record TokenRequest(long machineId) {}
