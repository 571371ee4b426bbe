-- Contacts OFFERED within five minutes (UTC), whenever they ended. Longer intervals
-- and local days are sums. Written by the queue fold; version as in contact_legs.
CREATE TABLE queue_intervals {on_cluster} (
  tenant LowCardinality(String),
  site LowCardinality(String),
  queue LowCardinality(String),
  start DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  offered UInt32 CODEC(T64, ZSTD(1)),
  answered UInt32 CODEC(T64, ZSTD(1)),
  answered_in_time UInt32 CODEC(T64, ZSTD(1)),
  abandoned UInt32 CODEC(T64, ZSTD(1)),
  abandoned_in_time UInt32 CODEC(T64, ZSTD(1)),
  abandoned_short UInt32 CODEC(T64, ZSTD(1)),
  left_timeout UInt32 CODEC(T64, ZSTD(1)),
  left_key UInt32 CODEC(T64, ZSTD(1)),
  left_empty UInt32 CODEC(T64, ZSTD(1)),
  left_withdrawn UInt32 CODEC(T64, ZSTD(1)),
  left_overflow UInt32 CODEC(T64, ZSTD(1)),
  left_transferred UInt32 CODEC(T64, ZSTD(1)),
  left_unnamed UInt32 CODEC(T64, ZSTD(1)),
  left_lost UInt32 CODEC(T64, ZSTD(1)),
  -- Of those who left otherwise, after the target time.
  left_late UInt32 CODEC(T64, ZSTD(1)),
  waiting UInt32 CODEC(T64, ZSTD(1)),
  waiting_late UInt32 CODEC(T64, ZSTD(1)),
  -- NULL where the source never told of one.
  blocked Nullable(UInt32) CODEC(T64, ZSTD(1)),
  -- Sums in milliseconds: waits of the answered; talk, hold and after-call work of the handled.
  answered_wait_ms UInt64 CODEC(T64, ZSTD(1)),
  max_wait_ms Nullable(UInt32) CODEC(T64, ZSTD(1)),
  handled UInt32 CODEC(T64, ZSTD(1)),
  talk_ms UInt64 CODEC(T64, ZSTD(1)),
  hold_ms UInt64 CODEC(T64, ZSTD(1)),
  acw_ms UInt64 CODEC(T64, ZSTD(1)),
  estimated UInt32 CODEC(T64, ZSTD(1)),
  version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (tenant, site, queue, start);

-- What an agent did within five minutes (UTC), in milliseconds unless a count.
-- Written by the agent fold once the five minutes can no longer change by themselves.
CREATE TABLE agent_intervals {on_cluster} (
  tenant LowCardinality(String),
  site LowCardinality(String),
  source LowCardinality(String),
  agent LowCardinality(String),
  start DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  answered UInt32 CODEC(T64, ZSTD(1)),
  ring_no_answers UInt32 CODEC(T64, ZSTD(1)),
  signed_in_ms UInt64 CODEC(T64, ZSTD(1)),
  paused_ms UInt64 CODEC(T64, ZSTD(1)),
  talk_ms UInt64 CODEC(T64, ZSTD(1)),
  hold_ms UInt64 CODEC(T64, ZSTD(1)),
  acw_ms UInt64 CODEC(T64, ZSTD(1)),
  ready_ms UInt64 CODEC(T64, ZSTD(1)),
  ringing_ms UInt64 CODEC(T64, ZSTD(1)),
  break_ms UInt64 CODEC(T64, ZSTD(1)),
  break_by_reason_ms Map(LowCardinality(String), UInt64),
  other_ms UInt64 CODEC(T64, ZSTD(1)),
  unreachable_ms UInt64 CODEC(T64, ZSTD(1)),
  version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (tenant, site, source, agent, start);
