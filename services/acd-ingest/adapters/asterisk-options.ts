/** How one Asterisk is read. */
export interface AsteriskOptions {
  /** The source's id; first part of every leg and fact id. */
  source: string;
  site: string;
  /** The manager interface; without it the queue_log alone is read. */
  ami?: AmiOptions;
  /** Path of the switch's queue_log. */
  queueLog?: string;
  /** What names an agent: the member's name, or the interface. */
  agentsBy: 'name' | 'interface';
  /** How often the switch's own lists are compared with ours. */
  repairEveryS: number;
  /** The tenant's key of the caller hash; without one no hash is told. */
  callerKey?: string;
  /** Last digits of a caller's number that may be told. */
  callerDigits: 0 | 3;
}

/** Where and as whom to log in. The `readonly` login of a plain manager.conf is enough. */
export interface AmiOptions {
  host: string;
  port: number;
  username: string;
  secret?: string;
  /** File that holds the secret; read at every login. */
  secretFile?: string;
}
