package dev.slipway.agent.log;

public enum Severity {
    INFORMATION,
    WARNING,
    ERROR
}
