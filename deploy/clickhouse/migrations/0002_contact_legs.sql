-- One row per contact leg, written by the queue fold; a leg that changes is written
-- again with a higher version (the position of the log it was true for). Read with FINAL.
CREATE TABLE contact_legs {on_cluster} (
  tenant LowCardinality(String),
  leg_id String CODEC(ZSTD(1)),
  contact_id String CODEC(ZSTD(1)),
  site LowCardinality(String),
  source LowCardinality(String),
  queue LowCardinality(String),
  channel LowCardinality(String),
  offered_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- waiting, answered, abandoned, or why it left otherwise.
  outcome LowCardinality(String),
  -- NULL = not yet, or not known.
  wait_ms Nullable(UInt32) CODEC(T64, ZSTD(1)),
  agent LowCardinality(String),
  -- From connect to end, hold included.
  talk_ms Nullable(UInt32) CODEC(T64, ZSTD(1)),
  hold_ms Nullable(UInt32) CODEC(T64, ZSTD(1)),
  acw_ms Nullable(UInt32) CODEC(T64, ZSTD(1)),
  -- 1 = nobody saw the end, it was concluded.
  estimated UInt8,
  version UInt64 CODEC(DoubleDelta, ZSTD(1)),
  INDEX contact_legs_contact contact_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX contact_legs_offered offered_at TYPE minmax GRANULARITY 1
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (tenant, leg_id);
