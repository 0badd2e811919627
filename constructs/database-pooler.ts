import { Construct } from 'constructs';

export interface DatabasePoolerProps {
  /** Name of the database. */
  readonly database: string;
  /** 1 to 10. */
  readonly instances: number;
  /** `transaction` shares server connections between transactions; `session` keeps one per client. */
  readonly mode: 'session' | 'transaction';
  /** Server connections that one instance may open. */
  readonly maxServerConnections: number;
  /** Client connections that one instance takes. */
  readonly maxClientConnections: number;
  /** PgBouncer image by digest from the internal registry. */
  readonly image: string;
  /** Of one instance. */
  readonly resources: { readonly cpu: string; readonly memory: string };
}

/** The connection pooler in front of a database: the only address that applications know. */
export class DatabasePooler extends Construct {
  /** Name of the Service and value of the label `cnpg.io/poolerName`. */
  readonly name: string;
  readonly port = 5432;
  /** Part of the database's release. */
  readonly values: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: DatabasePoolerProps) {
    super(scope, id);
    this.name = poolerNameOf(props.database);
    this.values = { instances: props.instances, mode: props.mode, maxServerConnections: props.maxServerConnections, maxClientConnections: props.maxClientConnections, image: props.image, resources: props.resources };
  }
}

/** Name of a database's pooler. */
export function poolerNameOf(database: string): string {
  return `${database}-pooler`;
}
