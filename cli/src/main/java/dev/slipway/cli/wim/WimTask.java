package dev.slipway.cli.wim;

import dev.slipway.cli.Failures;
import dev.slipway.protocol.Json;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that reads a WIM: the file, the form of the output, and how failures are told. */
@Command(mixinStandardHelpOptions = true)
abstract class WimTask implements Callable<Integer> {
    static final int OK = 0;
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "The WIM or ESD file.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text (default) or json.",
            defaultValue = "text",
            converter = FormConverter.class)
    private Form form = Form.TEXT;

    enum Form {
        TEXT,
        JSON
    }

    static final class FormConverter implements picocli.CommandLine.ITypeConverter<Form> {
        @Override
        public Form convert(String value) {
            return switch (value) {
                case "text" -> Form.TEXT;
                case "json" -> Form.JSON;
                default ->
                    throw new picocli.CommandLine.TypeConversionException("'" + value + "' is neither text nor json");
            };
        }
    }

    /** A failure as JSON; the codes are those of {@link WimException.Code} with hyphens, and a few of the file system. */
    record Failure(String code, String message, String file) {}

    boolean isJson() {
        return form == Form.JSON;
    }

    Path file() {
        return file;
    }

    /** Does the work with the open file. */
    abstract void run(WimFile wim, PrintWriter out) throws IOException;

    /** @return the exit code */
    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (WimFile wim = WimFile.open(file)) {
            run(wim, out);
            out.flush();
            return OK;
        } catch (WimException e) {
            return fail(e.code().name().toLowerCase(Locale.ROOT).replace('_', '-'), String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            return fail("no-such-file", "There is no file " + e.getFile() + ".");
        } catch (FileSystemException e) {
            return fail("file-system", String.valueOf(e.getMessage()));
        } catch (InterruptedIOException e) {
            return fail("cancelled", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail("input-output", String.valueOf(e.getMessage()));
        }
    }

    private int fail(String code, String message) {
        spec.commandLine().getOut().flush();
        PrintWriter err = spec.commandLine().getErr();
        if (isJson()) {
            err.println(json(new Failure(code, message, file.toString())));
        } else {
            Failures.tell(err, file + ": " + message, code);
        }
        err.flush();
        return FAILED;
    }

    static String json(Object value) {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /**
     * The number of the image that a number or name means.
     *
     * @param image empty for the only image of the file
     */
    static int imageIndex(WimFile wim, String image) throws WimException {
        List<ImageInfo> images = wim.images();
        if (image.isEmpty()) {
            if (images.size() == 1) {
                return 1;
            }
            throw new WimException(
                    WimException.Code.NO_SUCH_IMAGE,
                    "The file has " + images.size() + " images. Name one by its number or name.");
        }
        if (image.chars().allMatch(c -> c >= '0' && c <= '9') && image.length() < 9) {
            // Whether the file has it is checked when it is read.
            return Integer.parseInt(image);
        }
        return images.stream()
                .filter(candidate -> candidate.name().equals(image))
                .mapToInt(ImageInfo::index)
                .findFirst()
                .orElseThrow(() -> new WimException(
                        WimException.Code.NO_SUCH_IMAGE,
                        "The file has no image named '" + image + "'. 'slipway wim info' shows its images."));
    }
}
