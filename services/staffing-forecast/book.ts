import type { PlanningDecision } from '../domain/planning/planning-decision.ts';
import {
  applyDecision,
  emptyPlan,
  type PlannedForecast,
  type SitePlan,
} from '../domain/planning/site-plan.ts';

/** The planning of every site of every tenant: a fold of the log of decisions. */
export interface Book {
  planOf: (tenant: string, site: string) => SitePlan;
  /** Plans by site. */
  sitesOf: (tenant: string) => ReadonlyMap<string, SitePlan>;
  tenants: () => string[];
  /** A forecast wherever it is; null when the tenant has none of this id. */
  find: (tenant: string, forecastId: string) => { site: string; forecast: PlannedForecast } | null;
  /** Where the command stands in the log; null when it is not (or no longer) known. */
  positionOf: (tenant: string, commandId: string) => number | null;
  apply: (at: { tenant: string; site: string; position: number }, it: PlanningDecision) => void;
  /** Resolves once the fold has passed a position; answers then include it. */
  reached: (position: number) => Promise<void>;
  forget: (tenant: string) => void;
}

/** So many command ids are remembered per tenant; a repeat comes within minutes. */
const maxCommands = 100_000;

interface Shelf {
  sites: Map<string, SitePlan>;
  commands: Map<string, number>;
}

/** An empty book. It is written by the follower of the log alone. */
export function openBook(): Book {
  const shelves = new Map<string, Shelf>();
  const waiting: { position: number; resolve: () => void }[] = [];
  let position = 0;
  const sitesOf = (tenant: string) => shelves.get(tenant)?.sites ?? new Map<string, SitePlan>();
  return {
    planOf: (tenant, site) => sitesOf(tenant).get(site) ?? emptyPlan,
    sitesOf,
    tenants: () => [...shelves.keys()].sort(),
    find: (tenant, forecastId) => {
      for (const [site, { forecasts }] of sitesOf(tenant)) {
        const forecast = forecasts.get(forecastId);
        if (forecast) return { site, forecast };
      }
      return null;
    },
    positionOf: (tenant, commandId) => shelves.get(tenant)?.commands.get(commandId) ?? null,
    apply: (at, decision) => {
      const shelf = shelves.get(at.tenant) ?? { sites: new Map(), commands: new Map() };
      shelves.set(at.tenant, shelf);
      const plan = shelf.sites.get(at.site) ?? emptyPlan;
      shelf.sites.set(at.site, applyDecision(plan, decision, at.position));
      remember(shelf.commands, decision.commandId, at.position);
      position = Math.max(position, at.position);
      for (const one of waiting.filter((each) => each.position <= position)) {
        waiting.splice(waiting.indexOf(one), 1);
        one.resolve();
      }
    },
    reached: (wanted) =>
      wanted <= position
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ position: wanted, resolve })),
    forget: (tenant) => void shelves.delete(tenant),
  };
}

function remember(commands: Map<string, number>, commandId: string, position: number): void {
  commands.set(commandId, position);
  for (const oldest of commands.keys()) {
    if (commands.size <= maxCommands) break;
    commands.delete(oldest);
  }
}
