/**
 * The console: pages for people, on the same services as the API. What pages are made of:
 *
 * <p><b>A list.</b> A page writes its {@link dev.slipway.site.console.Listing} down once: columns with their {@link dev.slipway.site.console.Cell}s, what can be done
 * with selected rows ({@link dev.slipway.site.console.ListAction}: its form sends the rows' keys as {@code id}), a filter with tabs, folders. Lists of packages get
 * Distribute Content, Update Distribution Points and Set Security Scopes for their selected rows with {@code inFolders}. {@code lists.view(LIST, items,
 * request, caller)} searches, sorts and cuts what the service returned; {@code new Pages.ListPage(…).view(…)} is the whole page, {@code tag/list.jte} the list alone. The
 * account's choice of columns and order is kept by {@link dev.slipway.site.console.ListChoices}. A new page gets an entry in {@link dev.slipway.site.console.Section}.
 *
 * <p><b>A wizard.</b> {@link dev.slipway.site.console.Wizard} names the steps and the fields of each; {@code tag/wizard.jte} draws the steps, the form, Back and Next, and
 * carries the other steps' fields along. The controller checks each step before it shows the next and answers 422 with the same step when something is wrong. The last form
 * submits an operation and goes to a page made by {@link dev.slipway.site.console.WizardEnd}: Progress while it runs, then Completion with {@link
 * dev.slipway.site.console.NextStep}s. {@link dev.slipway.site.console.SourceWizard} is an example.
 *
 * <p><b>Property tabs.</b> {@link dev.slipway.site.console.PackageTabs} gives the tabs that all content objects share; a page adds its own and draws the shared ones with
 * {@code part/packageTab.jte}. Their buttons go to {@link dev.slipway.site.console.PackagePages}.
 *
 * <p>A button that cannot be used says why ({@code tag/act.jte}, {@code tag/link.jte} with {@code why}). No inline script or style.
 */
@NullMarked
package dev.slipway.site.console;

import org.jspecify.annotations.NullMarked;
