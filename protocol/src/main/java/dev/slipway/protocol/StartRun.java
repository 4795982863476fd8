package dev.slipway.protocol;

/** Starts a deployment's task sequence on this machine. */
public record StartRun(String deploymentId) {}
