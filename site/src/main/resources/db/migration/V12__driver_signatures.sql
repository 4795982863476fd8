-- Who signed a driver, or why its signature does not hold (DRV-2). Both empty: it was imported when only a catalog had to lie there;
-- another import of the same files tells it.
alter table driver add column signer text not null default '';
alter table driver add column signature_problem text not null default '';
