/** Network boot: the DHCP and TFTP server beside the site, the script that iPXE runs, the files of boot images. */
@NullMarked
package dev.slipway.site.boot;

import org.jspecify.annotations.NullMarked;
