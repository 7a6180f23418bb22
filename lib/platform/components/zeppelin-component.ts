import { Zeppelin } from '../../services/zeppelin/zeppelin';
import type { ZeppelinProps } from '../../services/zeppelin/props';
import { SparkPlatformComponent, type ISparkPlatform } from '../component';

const NAME = 'zeppelin';

/** Zeppelin, with interpreters and executors in its own namespace. */
export class ZeppelinComponent extends SparkPlatformComponent {
  /** The server; undefined until it is added. */
  public server?: Zeppelin;
  private readonly props: ZeppelinProps;

  public constructor(props: ZeppelinProps) {
    super(NAME);
    this.props = props;
  }

  public override addTo(platform: ISparkPlatform): void {
    const ui = this.props.ui ?? platform.endpointFor(NAME);
    const { apiServerCidrs, apiServerPorts } = platform.network;
    this.server = new Zeppelin(platform.groundFor(NAME), NAME, {
      ...this.props,
      ...(ui && { ui }),
      network: {
        ...(apiServerCidrs && { apiServerCidrs }),
        ...(apiServerPorts && { apiServerPorts }),
        ...this.props.network,
      },
    });
  }
}
