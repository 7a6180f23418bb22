import { clientModeParts } from './client-mode';
import type { ProfileParts, ProfilePlace } from './profile-model';
import { connectParts, plainParts, sparkmagicParts } from './profile-parts';
import type {
  ClientModeProfileProps,
  ConnectProfileProps,
  NotebookProfileProps,
  SparkmagicProfileProps,
} from './profile-props';

/** What users choose from: an image, its size, and a way to Spark. */
export class NotebookProfile {
  /** A notebook without a way to Spark. */
  public static plain(props: NotebookProfileProps): NotebookProfile {
    return new NotebookProfile(props, () => plainParts());
  }

  /** A notebook whose kernels run in sessions of a Livy server. @see https://github.com/jupyter-incubator/sparkmagic */
  public static sparkmagic(props: SparkmagicProfileProps): NotebookProfile {
    return new NotebookProfile(props, () => sparkmagicParts(props));
  }

  /** A notebook that is a client of a Spark Connect server. @see https://spark.apache.org/docs/latest/spark-connect-overview.html */
  public static connect(props: ConnectProfileProps): NotebookProfile {
    return new NotebookProfile(props, () => connectParts(props));
  }

  /** A notebook that is a driver. @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#client-mode */
  public static clientMode(props: ClientModeProfileProps): NotebookProfile {
    return new NotebookProfile(props, (place) => clientModeParts(props, place));
  }

  /** Name that users see. */
  public readonly name: string;
  /** What the hub, objects and labels call it. */
  public readonly slug: string;

  private constructor(
    /** @internal */
    public readonly _props: NotebookProfileProps,
    /** @internal */
    public readonly _parts: (place: ProfilePlace) => ProfileParts,
  ) {
    this.name = _props.name;
    this.slug = slugOf(_props.name);
  }
}

const SLUG_MAX = 30;

/** `Spark 4.2 (Connect)` → `spark-4-2-connect`. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replace(/^-|-$/g, '');
}
