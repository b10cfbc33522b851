package dev.ijepa.models.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of the Hub at a revision, written {@code hf:owner/name[@revision]}.
 *
 * @param owner a user or an organisation
 * @param name of the repository
 * @param revision a branch, a tag or a commit
 */
public record HubReference(String owner, String name, String revision) {
  private static final String SCHEME = "hf:";
  private static final String DEFAULT_REVISION = "main";

  // The Hub's own rules. They also keep each part harmless as the name of a folder.
  private static final String PART = "\\w(?:[\\w.-]{0,94}\\w)?";
  private static final Pattern REFERENCE =
      Pattern.compile(SCHEME + "(?<owner>%1$s)/(?<name>%1$s)(?:@(?<revision>.*))?".formatted(PART));
  private static final Pattern REVISION =
      Pattern.compile("[\\w.+-]{1,255}(?:/[\\w.+-]{1,255}){0,8}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Whether a text is meant as a reference, right or wrong. */
  public static boolean isMeantBy(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads a reference.
   *
   * @throws HubException if it is none
   */
  public static HubReference parse(String text) throws HubException {
    Matcher matcher = REFERENCE.matcher(text);
    if (!matcher.matches()) {
      throw new HubException(
          "'%s' names no repository of the Hub; expected is hf:owner/name or hf:owner/name@revision"
              .formatted(text));
    }
    String owner = matcher.group("owner");
    String name = matcher.group("name");
    String repository = owner + "/" + name;
    if (repository.contains("--") || repository.contains("..") || name.endsWith(".git")) {
      throw new HubException(
          "'%s' names no repository of the Hub: -- and .. are not allowed, nor .git at the end"
              .formatted(text));
    }
    String revision = matcher.group("revision");
    if (revision != null && !isRevision(revision)) {
      throw new HubException(
          "'%s': the revision '%s' is no branch, tag or commit".formatted(text, revision));
    }
    return new HubReference(owner, name, revision == null ? DEFAULT_REVISION : revision);
  }

  private static boolean isRevision(String text) {
    return REVISION.matcher(text).matches() && !text.contains("..") && !text.startsWith("-");
  }

  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** The name on the Hub: {@code owner/name}. */
  public String repository() {
    return owner + "/" + name;
  }

  /** The same repository at another revision. */
  public HubReference at(String otherRevision) {
    return new HubReference(owner, name, otherRevision);
  }

  @Override
  public String toString() {
    return SCHEME + repository() + "@" + revision;
  }
}
