package dev.slipway.site.operation;

/** Does one kind of long work. */
public interface OperationWork {
    /** As the API lists it, for example {@code IMAGE_ADD}. */
    String kind();

    /**
     * Does the work, and may be called again with the same input after the site was killed in the middle. It ends soon after its thread is interrupted.
     *
     * @param input JSON as it was handed to {@link Operations#submit}
     * @return one sentence: what came of it
     * @throws dev.slipway.site.SlipwayException when it cannot be done; its code becomes the operation's
     */
    String run(OperationContext context, String input) throws Exception;
}
