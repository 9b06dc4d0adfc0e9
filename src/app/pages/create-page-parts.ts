import type { Engine } from '../../engine/engine.ts';
import type { PageParts } from '../../http/page-parts.ts';
import { cancelRun } from '../../runs/cancel-run.ts';
import { frozenMessage } from '../../runs/freeze.ts';
import { planUndo } from '../../runs/plan-undo.ts';
import { createBatchRecords, type BatchRecords } from '../../store/batches.ts';
import { createDeliveryViews } from '../../store/delivery-views.ts';
import { createRoomViews } from '../../store/room-views.ts';
import { countOverTime } from '../../store/run-chart.ts';
import { testAlerts } from '../alerts.ts';
import { createConnectors } from '../create-connectors.ts';
import { examine } from '../doctor/run-doctor.ts';
import type { Blueprints } from '../open-blueprints.ts';
import type { Core } from '../open-core.ts';
import { createBatchParts } from './apply-sheets.ts';
import { createGuestParts } from './end-access.ts';
import { createRoomParts } from './keep-rooms.ts';
import type { LiveChanges } from './live-changes.ts';
import { createSandboxParts } from './play-sandbox.ts';
import { createDeliveryParts } from './replay-deliveries.ts';
import { createSearchParts } from './search-portal.ts';
import { createConnectorParts } from './test-connectors.ts';

interface Parts {
  readonly core: Core;
  readonly engine: Engine;
  readonly blueprints: Blueprints;
  readonly isSandbox: boolean;
  readonly changes: LiveChanges;
}

/** Everything that the pages ask besides runs and blueprints. */
export function createPageParts({ core, engine, blueprints, isSandbox, changes }: Parts): PageParts {
  const { db } = core.store;
  const { portal, portalUrl: url, config } = core;
  const rooms = createRoomViews(db);
  const deliveries = { core, engine, views: createDeliveryViews(db), triggered: blueprints.triggered };
  const records: BatchRecords = createBatchRecords(db);
  return {
    portal: { kind: isSandbox ? 'sandbox' : 'portal', url },
    chart: (query) => countOverTime(db, query),
    cancel: (runId, who) => cancelRun({ runId, who }, engine, core.runs),
    planUndo: (runId, deletes) => planUndo(runId, deletes, core),
    rooms: createRoomParts(core, rooms, engine),
    guests: createGuestParts(core, rooms, engine),
    deliveries: createDeliveryParts(deliveries),
    batches: createBatchParts({ core, engine, records }),
    search: createSearchParts(portal),
    freeze: {
      read: () => core.freeze.read(),
      turnOn: (by) => core.freeze.turnOn(by),
      async turnOff() {
        await core.freeze.turnOff();
        await core.runs.hasten(frozenMessage);
      },
    },
    testAlerts: () => testAlerts(core),
    connectors: createConnectorParts(config, createConnectors(config)),
    examine: () => examine(core),
    ...(isSandbox ? { sandbox: createSandboxParts({ url, portal, views: rooms }) } : {}),
    watch: changes.watch,
  };
}
