package dev.slipway.sequence;

/** A member of the tree: a group, a step, or a pointer to another task sequence. */
public sealed interface Node permits Group, Step, SubSequence {
    String name();

    String description();

    boolean disabled();

    /** Failure does not end the parent (ENG-5). */
    boolean continueOnError();

    /** Tested just before; a group's once for the whole group. */
    Condition condition();

    /** Line in the XML, from 1. */
    int line();
}
