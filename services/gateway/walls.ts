import { DomainError } from '../domain/domain-error.ts';
import { openWall, type Wall, type WallSource } from './wall-stream.ts';

/** The walls of every tenant somebody has asked about. */
export interface Walls {
  of: (tenant: string) => Wall;
  /** Names or settings of a tenant changed. */
  renewed: (tenant: string) => void;
  screens: () => number;
  resyncs: () => number;
  close: () => void;
}

/** Tenants followed at once by one gateway. */
const maxTenants = 500;

/** A tenant is followed from its first question on. */
export function openWalls(source: WallSource): Walls {
  const walls = new Map<string, Wall>();
  const sum = (figure: (wall: Wall) => number) =>
    [...walls.values()].reduce((all, wall) => all + figure(wall), 0);
  return {
    of: (tenant) => {
      const known = walls.get(tenant);
      if (known) return known;
      if (walls.size >= maxTenants) {
        throw new DomainError('unavailable', `${maxTenants} tenants are followed already`);
      }
      const wall = openWall(tenant, source);
      walls.set(tenant, wall);
      return wall;
    },
    renewed: (tenant) => walls.get(tenant)?.renew(),
    screens: () => sum((wall) => wall.screens()),
    resyncs: () => sum((wall) => wall.resyncs()),
    close: () => {
      for (const wall of walls.values()) wall.close();
    },
  };
}
