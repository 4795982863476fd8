package dev.slipway.site.library.source;

import com.hierynomus.mserref.NtStatus;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.security.Mac;
import com.hierynomus.security.bc.BCSecurityProvider;
import com.hierynomus.smbj.SMBClient;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.connection.Connection;
import com.hierynomus.smbj.share.DiskShare;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to one share; one that was lost is made anew once for each call that needs it. */
final class ShareConnection implements AutoCloseable {
    static final int READ_BYTES = 1 << 20;
    private static final long ANSWER_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(ShareConnection.class);
    private final UncPath at;
    private final @Nullable OpenedAccount account;
    private final SmbConfig config;
    private @Nullable SMBClient client;
    private @Nullable DiskShare share;

    ShareConnection(UncPath at, @Nullable OpenedAccount account) {
        this.at = at;
        this.account = account;
        // A guest has no key to sign with; everybody else signs, so that nobody on the way can change what is read.
        this.config = SmbConfig.builder()
                .withSigningRequired(account != null)
                .withSecurityProvider(new BCSecurityProvider() {
                    @Override
                    public Mac getMac(String name) {
                        return name.equalsIgnoreCase("AesCmac") ? new AesCmac() : super.getMac(name);
                    }
                })
                .withReadBufferSize(READ_BYTES)
                .withTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .withSoTimeout(2 * ANSWER_SECONDS, TimeUnit.SECONDS)
                .build();
    }

    /** Something asked of the share. */
    interface Call<T> {
        T of(DiskShare share) throws IOException;
    }

    /** @param place what is asked about, for errors */
    <T> T call(UncPath place, Call<T> call) throws IOException {
        DiskShare first = connected();
        try {
            return call.of(first);
        } catch (IOException | SMBRuntimeException e) {
            if (!isLoss(e)) {
                throw failure(place, e);
            }
            LOG.info("The connection to {} was lost ({}); it is made anew", at, reason(e));
        }
        try {
            return call.of(again(first));
        } catch (IOException | SMBRuntimeException e) {
            throw failure(place, e);
        }
    }

    private synchronized DiskShare connected() throws IOException {
        DiskShare now = share;
        return now == null ? connect() : now;
    }

    private synchronized DiskShare again(DiskShare broken) throws IOException {
        DiskShare now = share;
        if (now != null && now != broken) {
            return now;
        }
        share = null;
        return connect();
    }

    /** A client keeps its connections and hands out lost ones too, so each connection gets a client of its own. */
    private DiskShare connect() throws IOException {
        close();
        SMBClient fresh = new SMBClient(config);
        client = fresh;
        Connection connection;
        try {
            connection = fresh.connect(at.server(), at.port());
        } catch (IOException | SMBRuntimeException e) {
            throw unreachable(e);
        }
        try {
            if (connection.authenticate(credentials()).connectShare(at.share()) instanceof DiskShare disk) {
                share = disk;
                return disk;
            }
        } catch (SMBRuntimeException e) {
            throw failure(at, e);
        }
        throw new SourceException("source-share-not-found", at + " is no share of files.");
    }

    private AuthenticationContext credentials() {
        return account == null
                ? AuthenticationContext.guest()
                : new AuthenticationContext(
                        account.userName(), account.password().toCharArray(), account.domain());
    }

    /** Whether the connection, not the request, is what failed. */
    private static boolean isLoss(Exception e) {
        if (e instanceof SMBApiException answer) {
            return switch (answer.getStatus()) {
                case STATUS_USER_SESSION_DELETED,
                        STATUS_NETWORK_NAME_DELETED,
                        STATUS_CONNECTION_DISCONNECTED,
                        STATUS_NETWORK_SESSION_EXPIRED -> true;
                default -> false;
            };
        }
        return !(e instanceof SourceException) && !isInterrupt(e);
    }

    private static boolean isInterrupt(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }

    private IOException failure(UncPath place, Exception e) {
        if (e instanceof SourceException known) {
            return known;
        }
        if (isInterrupt(e)) {
            InterruptedIOException interrupted = new InterruptedIOException("Reading " + place + " was interrupted");
            interrupted.initCause(e);
            return interrupted;
        }
        return e instanceof SMBApiException answer ? answered(place, answer) : unreachable(e);
    }

    private SourceException answered(UncPath place, SMBApiException e) {
        NtStatus status = e.getStatus();
        String who = account == null ? "a guest" : account.toString();
        return switch (status) {
            case STATUS_LOGON_FAILURE,
                    STATUS_ACCOUNT_DISABLED,
                    STATUS_PASSWORD_EXPIRED,
                    STATUS_LOGON_TYPE_NOT_GRANTED ->
                new SourceException(
                        "source-account-refused",
                        at.server() + " refuses " + who + " (" + status + ")."
                                + (account == null
                                        ? " Give a source account."
                                        : " Check its user, domain and password."),
                        e);
            case STATUS_ACCESS_DENIED, STATUS_SHARING_VIOLATION ->
                new SourceException(
                        "source-not-readable",
                        place + " may not be read by " + who + " (" + status
                                + "). Change its rights or give another source account.",
                        e);
            case STATUS_BAD_NETWORK_NAME, STATUS_BAD_NETWORK_PATH ->
                new SourceException(
                        "source-share-not-found", at.server() + " has no share " + at.share() + " for " + who + ".", e);
            case STATUS_OBJECT_NAME_NOT_FOUND,
                    STATUS_OBJECT_PATH_NOT_FOUND,
                    STATUS_OBJECT_NAME_INVALID,
                    STATUS_NOT_A_DIRECTORY,
                    STATUS_FILE_DELETED ->
                new SourceException("source-not-found", place + " does not exist. Check the path.", e);
            default ->
                new SourceException(
                        "source-unreachable", place + " cannot be read: the server answers " + status + ".", e);
        };
    }

    private SourceException unreachable(Exception e) {
        return new SourceException(
                "source-unreachable",
                at.server() + " (port " + at.port() + ") does not answer as a file server: " + reason(e)
                        + ". Check the name, the network and that the server runs.",
                e);
    }

    private static String reason(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        if (inner instanceof UnknownHostException) {
            return "its name is not known";
        }
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }

    @Override
    public synchronized void close() {
        SMBClient old = client;
        client = null;
        share = null;
        if (old != null) {
            try {
                old.close();
            } catch (SMBRuntimeException e) {
                LOG.debug("The connection to {} could not be ended in good order", at, e);
            }
        }
    }
}
